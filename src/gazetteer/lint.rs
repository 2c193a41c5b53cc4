//! The linter of name lists: what a journalist who edits `seeds/lexicons/actors/` or a list of their own should mend.
//!
//! It reads CSV and TSV row by row, so that every fault has its file and line: ids used twice, aliases two actors claim
//! without a rule that says why, ordinary words whose capitals nobody thought about, aliases that are doubled, blank or
//! cannot be found, rows that cannot be read.

use super::entity::CasePolicy;
use super::readers::parse_alias;
use crate::error::{Error, Result};
use crate::text::lexicon::{self, COMMON, GIVEN_NAME};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

/// The file of a folder that says which aliases may have several owners: columns `alias,ids,reason`, ids parted by `|`.
pub const SHARED_ALIASES: &str = "shared_aliases.csv";

/// What is wrong with a row.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[non_exhaustive]
pub enum FaultKind {
    /// The row cannot be read: no name, an unknown note of an alias, too many columns.
    Unreadable,
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
    let mut linter = Linter::default();
    for path in paths {
        if path.is_dir() {
            let entries = std::fs::read_dir(path).map_err(|e| Error::io(path, e))?;
            let mut files: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
            files.sort();
            for file in files.iter().filter(|f| table(f)) {
                linter.file(file, true)?;
            }
        } else {
            linter.file(path, false)?;
        }
    }
    Ok(linter.finish())
}

/// Whether the file is CSV or TSV by its name.
fn table(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "csv" || e == "tsv")
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
    files: Vec<String>,
    ids: BTreeMap<String, At>,
    /// Alias and case policy: who has it, where.
    owners: BTreeMap<(String, CasePolicy), Vec<(String, At)>>,
    rules: BTreeMap<String, Rule>,
    report: Report,
}

/// The columns the linter reads.
const COLUMNS: [&str; 6] = ["id", "name", "label", "kind", "country", "aliases"];

impl Linter {
    fn fault(&mut self, at: At, kind: FaultKind, message: impl Into<String>) {
        let file = self.files[at.0].clone();
        self.report.faults.push(Fault { file, line: at.1, kind, message: message.into() });
    }

    fn file(&mut self, path: &Path, of_folder: bool) -> Result<()> {
        let data = std::fs::read(path).map_err(|e| Error::io(path, e))?;
        self.files.push(path.display().to_string());
        let file = self.files.len() - 1;
        let tabs = path.extension().is_some_and(|e| e == "tsv");
        let mut reader = csv::ReaderBuilder::new()
            .comment(Some(b'#'))
            .flexible(true)
            .delimiter(if tabs { b'\t' } else { b',' })
            .quoting(!tabs)
            .from_reader(data.as_slice());
        let Ok(header) = reader.headers().cloned() else {
            self.fault((file, 1), FaultKind::Unreadable, "the header cannot be read");
            return Ok(());
        };
        if path.file_name().is_some_and(|n| n == SHARED_ALIASES) {
            for row in reader.records() {
                self.rule(file, &data, row);
            }
            return Ok(());
        }
        let at = COLUMNS.map(|c| header.iter().position(|h| h.trim() == c));
        if at[1].is_none() {
            if !of_folder {
                self.fault((file, 1), FaultKind::Unreadable, "no column `name`");
            }
            return Ok(());
        }
        for row in reader.records() {
            match row {
                Ok(row) => {
                    let line = (file, line_of(&data, row.position()));
                    if row.len() > header.len() {
                        let message = format!("{} columns, the header has {}", row.len(), header.len());
                        self.fault(line, FaultKind::Unreadable, message);
                    }
                    self.row(line, at.map(|c| c.and_then(|c| row.get(c)).unwrap_or("")));
                }
                Err(e) => {
                    let line = e.position().map_or(0, csv::Position::line);
                    self.fault((file, line), FaultKind::Unreadable, "the row cannot be read");
                }
            }
        }
        Ok(())
    }

    fn rule(&mut self, file: usize, data: &[u8], row: std::result::Result<csv::StringRecord, csv::Error>) {
        let Ok(row) = row else {
            self.fault((file, 0), FaultKind::Unreadable, "a rule cannot be read");
            return;
        };
        let at = (file, line_of(data, row.position()));
        let (alias, ids, reason) = (row.get(0).unwrap_or(""), row.get(1).unwrap_or(""), row.get(2).unwrap_or(""));
        if reason.trim().is_empty() {
            self.fault(at, FaultKind::BadRule, format!("the rule for `{alias}` gives no reason"));
        }
        let rule = self.rules.entry(alias.to_string()).or_insert(Rule { at, ids: BTreeSet::new() });
        rule.ids.extend(ids.split('|').map(str::to_string));
    }

    fn row(&mut self, at: At, [id, name, label, kind, country, aliases]: [&str; 6]) {
        if name.trim().is_empty() {
            self.fault(at, FaultKind::Unreadable, "no name");
            return;
        }
        let kind = if kind.is_empty() { "other" } else { kind };
        *self.report.entries.entry(kind.to_string()).or_default() += 1;
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
            let alias = match parse_alias(written) {
                Ok(alias) => alias,
                Err(e) => {
                    self.fault(at, FaultKind::Unreadable, format!("`{written}`: {e}"));
                    continue;
                }
            };
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
            let named = |id: &String| owners.iter().any(|((a, _), of)| a == alias && of.iter().any(|o| o.0 == *id));
            for id in rule.ids.iter().filter(|id| !named(id)) {
                self.fault(rule.at, FaultKind::BadRule, format!("`{id}` has no alias `{alias}`"));
            }
        }
        self.report.faults.sort();
        self.report
    }
}

/// The line a row stands in: its position is that of the comments before it.
fn line_of(data: &[u8], at: Option<&csv::Position>) -> u64 {
    let Some(at) = at else { return 0 };
    let rest = usize::try_from(at.byte()).ok().and_then(|b| data.get(b..)).unwrap_or(&[]);
    let skipped = rest.split(|&b| b == b'\n').take_while(|l| l.first() == Some(&b'#') || l.is_empty() || l == b"\r");
    at.line() + skipped.count() as u64
}

/// Whether the alias is one word, and a dictionary writes it with a small letter.
fn common(alias: &str) -> bool {
    let lower = alias.to_lowercase();
    let classes = lexicon::classes(&lower);
    // a surname that is a given name too is met as a name far more often
    !alias.contains(' ') && classes & COMMON != 0 && classes & GIVEN_NAME == 0
}
