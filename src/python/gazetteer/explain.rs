//! Why a spelling is found, and why not.

use super::Gazetteer;
use super::rows::case_name;
use super::search::{How, Walk, search};
use crate::gazetteer::{self as core, CasePolicy, MAX_NAME, Overlap};
use crate::python::Reduced;
use crate::python::text::{one, utf8};
use pyo3::prelude::*;
use pyo3::types::PyString;

/// Why a spelling is found, or why not. `print` it.
///
/// Examples
/// --------
/// >>> import dateline as dl
/// >>> g = dl.Gazetteer({"Al-Bab": [], "United States": [{"text": "US", "case": "exact"}]})
/// >>> print(g.explain("al Bab")[0])
/// 'al Bab' is not found: 'Al-Bab' (Al-Bab) counts as written or in capitals
/// >>> print(g.explain("AL BAB")[0])
/// 'AL BAB' is 'Al-Bab' (Al-Bab): in capitals; hyphens, spaces and apostrophes of any kind count the same
/// >>> print(g.explain("told us")[0])
/// 'us' is not found: 'US' (United States) counts only as written
#[pyclass(frozen, get_all, eq, hash, module = "dateline")]
#[derive(PartialEq, Eq, Hash, Clone)]
pub struct Explanation {
    /// The words of the text.
    pub text: String,
    /// Whether they are found as that name.
    pub found: bool,
    /// Index of the first character.
    pub start: usize,
    /// Index after the last character.
    pub end: usize,
    /// The name they are a spelling of, as it was given or derived.
    pub alias: String,
    /// Id of the entity.
    pub entity_id: String,
    /// Its canonical name.
    pub name: String,
    /// Which capitals count for the alias.
    pub case: String,
    /// Whether diacritics do not matter for it.
    pub fold_marks: bool,
    /// The name was derived from an alias (plural, acronym without points …).
    pub derived: bool,
    /// The reason in words.
    pub why: String,
}

/// The text's words as one spelling, changed in capitals: what a policy may have kept from being found.
fn near(text: &str) -> [String; 5] {
    let capital = |w: &str| {
        let mut chars = w.chars();
        chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect())
    };
    let words = || text.split_inclusive([' ', '-', '\n', '\u{a0}']);
    let first =
        text.chars().next().map_or_else(String::new, |c| c.to_uppercase().chain(text.chars().skip(1)).collect());
    [text.to_uppercase(), words().map(capital).collect(), first, text.to_lowercase(), capital(text)]
}

fn why(text: &str, e: &core::Explanation<'_>) -> String {
    let mut reasons = Vec::new();
    if text == e.name {
        reasons.push("as written");
    } else {
        let (a, b) = (text.to_lowercase(), e.name.to_lowercase());
        let letters = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let (x, y) = (letters(text), letters(e.name));
        if x != y && letters(&a) == letters(&b) {
            let all = !text.chars().any(char::is_lowercase);
            reasons.push(if all { "in capitals" } else { "capitals of this kind count the same" });
        } else if x != y {
            let marks = e.fold_marks && !text.is_ascii() | !e.name.is_ascii();
            reasons.push(if marks { "diacritics do not matter" } else { "another spelling of the same characters" });
        }
        if a.replace(|c: char| c.is_alphanumeric(), "") != b.replace(|c: char| c.is_alphanumeric(), "") {
            reasons.push("hyphens, spaces and apostrophes of any kind count the same");
        }
    }
    if e.derived {
        reasons.push("derived from an alias");
    }
    reasons.join("; ")
}

/// A stretch of a text: its words, and where it begins and ends in characters.
type Stretch<'a> = (&'a str, (usize, usize));

fn explanation((text, (start, end)): Stretch<'_>, e: &core::Explanation<'_>, found: bool, why: String) -> Explanation {
    Explanation {
        text: text.to_string(),
        found,
        start,
        end,
        alias: e.name.to_string(),
        entity_id: e.entity.id.to_string(),
        name: e.entity.name.to_string(),
        case: case_name(e.case).to_string(),
        fold_marks: e.fold_marks,
        derived: e.derived,
        why,
    }
}

impl Gazetteer {
    /// How one stretch of a text is understood.
    fn explained(&self, at: Stretch<'_>, out: &mut Vec<Explanation>) {
        for part in &self.cores {
            out.extend(part.explain(at.0).iter().map(|e| explanation(at, e, true, why(at.0, e))));
        }
    }

    /// Names that would be found with other capitals.
    fn missed(&self, at: Stretch<'_>) -> Vec<Explanation> {
        let mut out: Vec<Explanation> = Vec::new();
        for spelling in near(at.0) {
            for e in self.cores.iter().flat_map(|part| part.explain(&spelling)) {
                let rule = match e.case {
                    CasePolicy::Exact => "counts only as written",
                    CasePolicy::Smart => "counts as written or in capitals",
                    CasePolicy::Any => "is found by itself",
                };
                if !out.iter().any(|o| o.alias == e.name && o.entity_id == e.entity.id) {
                    out.push(explanation(at, &e, false, rule.to_string()));
                }
            }
        }
        out
    }
}

#[pymethods]
impl Gazetteer {
    /// Tells why names are found in a text and whom they may mean; of a text of up to eight words also what is not found
    /// because of its capitals.
    ///
    /// Parameters
    /// ----------
    /// text : str
    ///     A spelling, or a text with names in it.
    ///
    /// Returns
    /// -------
    /// list of Explanation
    ///     In the order of the text, one for each entity a name may mean.
    ///
    /// Examples
    /// --------
    /// >>> import dateline as dl
    /// >>> g = dl.Gazetteer([("Sana'a", "geonames:71137")])
    /// >>> print(g.explain("in SANA’A")[0])
    /// 'SANA’A' is "Sana'a" (geonames:71137): in capitals; hyphens, spaces and apostrophes of any kind count the same
    /// >>> g.explain("Sanaa")
    /// []
    fn explain(&self, py: Python<'_>, text: &Bound<'_, PyAny>) -> PyResult<Vec<Explanation>> {
        let words = utf8(one(text, "find")?)?;
        let make = || {
            let mut out = Vec::new();
            let mut found = Vec::new();
            search(&self.cores, &words, How { overlap: Overlap::Longest, inside: None }, &mut found);
            found.dedup_by_key(|f| f.span);
            let mut walk = Walk::new(&words, words.is_ascii(), 0);
            let mut taken = Vec::new();
            for f in &found {
                self.explained((f.span.of(&words), walk.span(f.span)), &mut out);
                taken.push(f.span);
            }
            if words.len() <= MAX_NAME {
                let starts: Vec<usize> = word_starts(&words);
                let mut at = 0;
                // the longest stretch of words that some capitals would make a name
                while at < starts.len() && starts.len() <= 8 {
                    let stretch = (at..starts.len()).rev().find_map(|last| {
                        let end = word_end(&words, starts[last]);
                        let span = crate::Span::new(starts[at], end);
                        let free = !taken.iter().any(|t: &crate::Span| t.overlaps(span));
                        let at = (span.of(&words), Walk::new(&words, false, 0).span(span));
                        let missed = if free { self.missed(at) } else { Vec::new() };
                        (!missed.is_empty()).then_some((last, missed))
                    });
                    at += 1;
                    if let Some((last, missed)) = stretch {
                        out.extend(missed);
                        at = last + 1;
                    }
                }
            }
            out.sort_by_key(|e| (e.start, !e.found));
            out
        };
        Ok(py.detach(make))
    }
}

fn word_starts(text: &str) -> Vec<usize> {
    let mut inside = false;
    let mut starts = Vec::new();
    for (i, c) in text.char_indices() {
        let word = !c.is_whitespace();
        if word && !inside {
            starts.push(i);
        }
        inside = word;
    }
    starts
}

/// Where the word ends, punctuation after it left out.
fn word_end(text: &str, start: usize) -> usize {
    let word = text[start..].split(char::is_whitespace).next().unwrap_or("");
    start + word.trim_end_matches([',', '.', ';', ':', '!', '?', ')', '”', '"']).len()
}

#[pymethods]
impl Explanation {
    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        let repr = |s: &str| PyString::new(py, s).repr();
        let verb = if self.found { "is" } else { "is not found:" };
        let join = if self.found { ":" } else { "" };
        let (text, alias) = (repr(&self.text)?, repr(&self.alias)?);
        Ok(format!("{text} {verb} {alias} ({}){join} {}", self.entity_id, self.why))
    }

    #[expect(clippy::type_complexity)]
    fn __reduce__<'py>(
        slf: &Bound<'py, Self>,
    ) -> Reduced<'py, (String, (usize, usize), (String, String, String), (bool, String, bool, bool), String)> {
        let e = slf.get().clone();
        let rules = (e.found, e.case, e.fold_marks, e.derived);
        let args = (e.text, (e.start, e.end), (e.alias, e.entity_id, e.name), rules, e.why);
        Ok((slf.get_type().getattr("_restore")?, args))
    }

    /// For unpickling.
    #[staticmethod]
    fn _restore(
        text: String,
        place: (usize, usize),
        names: (String, String, String),
        rules: (bool, String, bool, bool),
        why: String,
    ) -> Explanation {
        let ((start, end), (alias, entity_id, name), (found, case, fold_marks, derived)) = (place, names, rules);
        Explanation { text, found, start, end, alias, entity_id, name, case, fold_marks, derived, why }
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("<Explanation: {}>", self.__str__(py)?))
    }
}
