//! The linter of name lists: what a journalist who edits `seeds/lexicons/actors/` or a list of their own should mend.
//!
//! It goes through CSV and TSV with the reader of these, row by row, so that every fault has its file and line: rows the
//! reader leaves out, ids used twice, aliases two actors claim without a rule that says why, ordinary words whose capitals
//! nobody thought about, aliases that are doubled, blank or cannot be found.

use super::entity::CasePolicy;
use super::readers::{COLUMNS, Options, Rows, entity_of_row, parse_alias, unpacked};
use crate::error::{Error, Result};
use crate::text::lexicon::{self, COMMON, GIVEN_NAME};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

/// The file of a folder that says which aliases may have several owners: columns `alias,ids,reason`, ids parted by `|`.
pub const SHARED_ALIASES: &str = "shared_aliases.csv";

/// What is wrong with a row.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[non_exhaustive]
pub enum FaultKind {
    /// The reader leaves the row out: no name, an unknown note of an alias, too many columns, no place on the globe …
    Unreadable,
    /// The reader leaves the column out: it means nothing to it.
    UnknownColumn,
    /// Another row has the same id.
    DuplicateId,
    /// Another actor has the same alias, and no rule says that this is meant.
    TwoOwners,
    /// A word of the dictionary without a word on its capitals (`=exact`, `=smart` or `=any`).
    CommonWord,
    /// The entity has the alias twice.
    Doubled,
    /// Blanks at an end or two in a row.
    Untidy,
    /// No letter or digit, or a single one: never found, or everywhere.
    NotAName,
    /// The country is no ISO 3166 alpha-3 code.
    BadCountry,
    /// A rule for a shared alias gives no reason, or names an id that has not got the alias.
    BadRule,
}

impl FaultKind {
    /// Name as it stands in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            FaultKind::Unreadable => "unreadable",
            FaultKind::UnknownColumn => "unknown column",
            FaultKind::DuplicateId => "duplicate id",
            FaultKind::TwoOwners => "two owners",
            FaultKind::CommonWord => "common word",
            FaultKind::Doubled => "doubled",
            FaultKind::Untidy => "untidy",
            FaultKind::NotAName => "not a name",
            FaultKind::BadCountry => "bad country",
            FaultKind::BadRule => "bad rule",
        }
    }
}

/// One thing to mend.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Fault {
    /// The file, as it was given.
    pub file: String,
    /// Its line, from 1.
    pub line: u64,
    /// What is wrong.
    pub kind: FaultKind,
    /// The words of it.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}: {}", self.file, self.line, self.kind.as_str(), self.message)
    }
}

/// What the linter saw.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Report {
    /// Entries of each kind, by kind.
    pub entries: BTreeMap<String, usize>,
    /// What to mend, by file and line.
    pub faults: Vec<Fault>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for fault in &self.faults {
            writeln!(f, "{fault}")?;
        }
        let total: usize = self.entries.values().sum();
        writeln!(f, "{total} entries, {} faults", self.faults.len())?;
        self.entries.iter().try_for_each(|(kind, n)| writeln!(f, "{n:>7} {kind}"))
    }
}

/// Looks through name lists together: files, or folders whose CSV and TSV files have a column `name`.
///
/// A file `shared_aliases.csv` beside them holds the rules for aliases with several owners.
///
/// ```
/// use dateline::gazetteer::lint;
/// let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/lexicons/actors");
/// let report = lint::lint(&[folder])?;
/// assert!(report.faults.is_empty(), "{report}");
/// assert!(report.entries["armed_group"] > 150);
/// # Ok::<(), dateline::Error>(())
/// ```
///
/// # Errors
/// A file or folder that cannot be opened.
pub fn lint(paths: &[PathBuf]) -> Result<Report> {
    lint_as(paths, None)
}

/// The same where the files, whatever their names, are separated by tabs or by commas.
///
/// # Errors
/// A file or folder that cannot be opened.
pub fn lint_as(paths: &[PathBuf], tabs: Option<bool>) -> Result<Report> {
    let mut linter = Linter::default();
    for path in paths {
        if path.is_dir() {
            for file in tables(path)? {
                linter.file(&file, true, None)?;
            }
        } else {
            linter.file(path, false, tabs)?;
        }
    }
    Ok(linter.finish())
}

/// The CSV and TSV files of a folder, packed or not, in the order of their names.
fn tables(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).map_err(|e| Error::io(folder, e))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
    files.retain(|f| table_name(f).is_some_and(|n| n.ends_with(".csv") || n.ends_with(".tsv")));
    files.sort();
    Ok(files)
}

/// The files of a folder that are lists of names: CSV and TSV with a column `name`.
///
/// # Errors
/// A file or folder that cannot be opened.
pub fn lists(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in tables(folder)? {
        if Rows::open(opened(&path)?, separated_by_tabs(&path), ["name"]).is_ok() {
            found.push(path);
        }
    }
    Ok(found)
}

fn opened(path: &Path) -> Result<Box<dyn BufRead + Send>> {
    let file = File::open(path).map_err(|e| Error::io(path, e))?;
    Ok(unpacked(BufReader::new(file), 1 << 16))
}

/// The name of the file in small letters, without the ending of a packed one (`names.tsv.gz`).
fn table_name(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
    Some(name.strip_suffix(".gz").map_or(name.clone(), str::to_string))
}

/// Whether the name of the file says so.
fn separated_by_tabs(path: &Path) -> bool {
    table_name(path).is_some_and(|n| n.ends_with(".tsv"))
}

/// Where something was said first.
type At = (usize, u64);

/// A rule for an alias with several owners.
struct Rule {
    at: At,
    ids: BTreeSet<String>,
}

#[derive(Default)]
struct Linter {
    options: Options,
    files: Vec<String>,
    ids: BTreeMap<String, At>,
    /// Alias and case policy: who has it, where.
    owners: BTreeMap<(String, CasePolicy), Vec<(String, At)>>,
    rules: BTreeMap<String, Rule>,
    report: Report,
}

impl Linter {
    fn fault(&mut self, at: At, kind: FaultKind, message: impl Into<String>) {
        let file = self.files[at.0].clone();
        self.report.faults.push(Fault { file, line: at.1, kind, message: message.into() });
    }

    fn file(&mut self, path: &Path, of_folder: bool, tabs: Option<bool>) -> Result<()> {
        self.files.push(path.display().to_string());
        let file = self.files.len() - 1;
        let tabs = tabs.unwrap_or_else(|| separated_by_tabs(path));
        if path.file_name().is_some_and(|n| n == SHARED_ALIASES) {
            return self.rules(path, file, tabs);
        }
        let mut rows = match Rows::open(opened(path)?, tabs, COLUMNS) {
            Ok(rows) => rows,
            // other tables may lie in a folder
            Err(e) if e.io_error().is_none() && of_folder => return Ok(()),
            Err(e) => return self.refused(path, file, e),
        };
        let unknown: Vec<String> = rows.unknown().map(str::to_string).collect();
        for title in unknown {
            self.fault((file, rows.header), FaultKind::UnknownColumn, format!("`{title}` is not read"));
        }
        while let Some((line, row)) = rows.next().map_err(|e| e.in_file(path))? {
            match row {
                Ok(cells) => self.row((file, line), cells),
                Err(reason) => self.fault((file, line), FaultKind::Unreadable, reason),
            }
        }
        Ok(())
    }

    /// Tells why a file is no table; what the system cannot read is an error.
    fn refused(&mut self, path: &Path, file: usize, e: Error) -> Result<()> {
        if e.io_error().is_some() {
            return Err(e.in_file(path));
        }
        self.fault((file, e.line().unwrap_or(1)), FaultKind::Unreadable, e.reason());
        Ok(())
    }

    fn rules(&mut self, path: &Path, file: usize, tabs: bool) -> Result<()> {
        let mut rows = match Rows::open(opened(path)?, tabs, ["alias", "ids", "reason"]) {
            Ok(rows) => rows,
            Err(e) => return self.refused(path, file, e),
        };
        while let Some((line, row)) = rows.next().map_err(|e| e.in_file(path))? {
            let at = (file, line);
            let [alias, ids, reason] = match row {
                Ok(cells) => cells,
                Err(reason) => {
                    self.fault(at, FaultKind::Unreadable, reason);
                    continue;
                }
            };
            if reason.trim().is_empty() {
                self.fault(at, FaultKind::BadRule, format!("the rule for `{alias}` gives no reason"));
            }
            let rule = self.rules.entry(alias.to_string()).or_insert(Rule { at, ids: BTreeSet::new() });
            rule.ids.extend(ids.split('|').map(str::to_string));
        }
        Ok(())
    }

    fn row(&mut self, at: At, cells: [&str; COLUMNS.len()]) {
        let [name, id, label, _, country, _, _, _, aliases] = cells;
        match entity_of_row(cells, &self.options) {
            Ok(entity) => *self.report.entries.entry(entity.kind).or_default() += 1,
            Err(reason) => self.fault(at, FaultKind::Unreadable, reason),
        }
        if name.trim().is_empty() {
            return;
        }
        if !id.is_empty()
            && let Some(first) = self.ids.insert(id.to_string(), at)
        {
            let message = format!("`{id}` stands in {}:{} too", self.files[first.0], first.1);
            self.fault(at, FaultKind::DuplicateId, message);
        }
        let code = country.is_empty() || country.len() == 3 && country.bytes().all(|b| b.is_ascii_uppercase());
        if !code {
            self.fault(at, FaultKind::BadCountry, format!("`{country}` is no ISO 3166 alpha-3 code"));
        }
        let owner = if id.is_empty() { name } else { id };
        // the name is an alias of its own; an alias of the same words may say more about it
        let listed: Vec<&str> = aliases.split('|').filter(|a| !a.is_empty()).collect();
        let own = listed.iter().all(|a| a.split('=').next() != Some(name)).then_some(name);
        let mut seen: BTreeSet<(String, CasePolicy)> = BTreeSet::new();
        for written in own.into_iter().chain(listed) {
            // what cannot be read was told for the whole row
            let Ok(alias) = parse_alias(written) else { continue };
            let text = alias.text.as_str();
            let raw = written.split('=').next().unwrap_or("");
            if raw.trim() != raw || raw.contains("  ") {
                self.fault(at, FaultKind::Untidy, format!("`{text}` has a blank too many"));
            }
            let mut letters = text.chars().filter(|c| c.is_alphanumeric());
            if letters.next().is_none_or(|first| first.is_ascii() && letters.next().is_none()) {
                self.fault(at, FaultKind::NotAName, format!("`{text}` is no name to look for"));
            }
            let stated = written
                .split_once('=')
                .is_some_and(|(_, notes)| notes.split(',').any(|n| matches!(n.trim(), "exact" | "smart" | "any")));
            if !stated && common(text) {
                let message = format!("`{text}` is a word; say which capitals count: `{text}=exact` or `{text}=smart`");
                self.fault(at, FaultKind::CommonWord, message);
            }
            if !seen.insert((text.to_string(), alias.case)) {
                self.fault(at, FaultKind::Doubled, format!("`{text}` stands twice"));
            } else if label.is_empty() || label == "actor" {
                self.owners.entry((text.to_string(), alias.case)).or_default().push((owner.to_string(), at));
            }
        }
    }

    fn finish(mut self) -> Report {
        let owners = std::mem::take(&mut self.owners);
        let rules = std::mem::take(&mut self.rules);
        for ((alias, _), of) in &owners {
            let ids: BTreeSet<&str> = of.iter().map(|(id, _)| id.as_str()).collect();
            let allowed = rules.get(alias).is_some_and(|r| ids.iter().all(|id| r.ids.contains(*id)));
            if ids.len() > 1 && !allowed {
                let all: Vec<&str> = ids.into_iter().collect();
                let last = of.last().map_or((0, 0), |o| o.1);
                self.fault(last, FaultKind::TwoOwners, format!("`{alias}` means {}", all.join(" and ")));
            }
        }
        for (alias, rule) in &rules {
            let every = (alias.clone(), CasePolicy::Exact)..=(alias.clone(), CasePolicy::Any);
            let named: BTreeSet<&str> = owners.range(every).flat_map(|(_, of)| of).map(|(id, _)| id.as_str()).collect();
            for id in rule.ids.iter().filter(|id| !named.contains(id.as_str())) {
                self.fault(rule.at, FaultKind::BadRule, format!("`{id}` has no alias `{alias}`"));
            }
        }
        self.report.faults.sort();
        self.report
    }
}

/// Whether the alias is one word, and a dictionary writes it with a small letter.
fn common(alias: &str) -> bool {
    let lower = alias.to_lowercase();
    let classes = lexicon::classes(&lower);
    // a surname that is a given name too is met as a name far more often
    !alias.contains(' ') && classes & COMMON != 0 && classes & GIVEN_NAME == 0
}
