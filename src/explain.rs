//! Why something was found, in words: what `quote.explain()` and `mention.explain()` say.

use crate::document::{DocEntity, Document, Quote, QuoteKind};
use crate::resolve::place::Candidate;
use crate::span::Span;
use crate::text::Offsets;
use std::fmt::Write;

/// Words of a text longer than this, in characters, are cut in an explanation.
const SHOWN: usize = 120;
/// Candidates of a name that are shown.
const MOST: usize = 8;

/// Tells why the quote at `index` was found and who speaks it, a fact a line; empty if there is no such quote.
///
/// ```
/// use dateline::{Pipeline, explain, text::Offsets};
/// let text = "“We stay,” said Layla Haddad.";
/// let why = explain::quote(text, &Pipeline::default().read(text), &Offsets::new(text), 0);
/// assert!(why.contains("cue: 'said'"));
/// ```
pub fn quote(text: &str, doc: &Document, chars: &Offsets<'_>, index: usize) -> String {
    let Some(q) = doc.quotes.get(index) else { return String::new() };
    let mut out = Lines { text, chars, out: String::new() };
    out.head(&format!("{} quote", q.kind.as_str()), q.span);
    out.line("rule", q.rule);
    out.line("kind", kind(q));
    match q.cue {
        Some(cue) => out.words("cue", cue),
        None => out.line("cue", "none"),
    }
    match q.speaker {
        Some(span) => out.words("speaker", span),
        None => out.line("speaker", "nobody beside the quote"),
    }
    match q.speaker_entity.and_then(|e| doc.entities.get(e as usize)) {
        Some(e) => out.line("who that is", &who(e)),
        None if q.anonymous => out.line("who that is", "not named: an anonymous source"),
        None => out.line("who that is", "the text does not tell"),
    }
    for (name, value) in [("role", q.role.as_deref()), ("affiliation", q.affiliation.as_deref())] {
        if let Some(value) = value {
            out.line(name, value);
        }
    }
    for (name, span) in [("told to", q.addressee), ("through", q.medium)] {
        if let Some(span) = span {
            out.words(name, span);
        }
    }
    if q.denied {
        out.line("denied", "the cue denies or rejects what is reported");
    }
    let others = doc.quotes.iter().enumerate().filter(|(i, o)| *i != index && o.group == q.group);
    let others: Vec<String> = others.take(8).map(|(i, _)| format!("quotes[{i}]")).collect();
    if !others.is_empty() {
        out.line("one statement with", &others.join(", "));
    }
    if let Some(block) = doc.blocks.get(q.block as usize) {
        out.line("part of the page", block.kind.as_str());
    }
    out.out
}

fn kind(q: &Quote) -> &'static str {
    match q.kind {
        QuoteKind::Direct => "all of the content stands in quotation marks",
        QuoteKind::Mixed => "part of the content stands in quotation marks",
        QuoteKind::Indirect => "reported without quotation marks",
        QuoteKind::Scare => "marks around a name, a title or words held at a distance",
        QuoteKind::Attitude => "a wish, plan or belief, no speech",
    }
}

/// Tells why the mention at `index` was read as it was, and what else it might have been (see
/// [`crate::Pipeline::candidates`]); empty if there is no such mention.
pub fn mention(text: &str, doc: &Document, chars: &Offsets<'_>, index: usize, candidates: &[Candidate]) -> String {
    let Some(m) = doc.mentions.get(index) else { return String::new() };
    let Some(e) = doc.entities.get(m.entity as usize) else { return String::new() };
    let mut out = Lines { text, chars, out: String::new() };
    out.head(m.label.as_str(), m.span);
    out.line("stands for", &who(e));
    out.line("rule", m.rule);
    out.line("score", &format!("{:.2}", m.score));
    if let (Some(lat), Some(lon)) = (e.lat, e.lon) {
        let country = e.country.as_deref().map_or(String::new(), |c| format!(" in {c}"));
        out.line("at", &format!("{lat:.4}, {lon:.4}{country}"));
    }
    let notes = [
        (m.demonym, "demonym", "an adjective or noun of a state or region"),
        (m.metonym, "metonym", "a place that stands for its government or institution"),
        (m.nested, "nested", "lies inside a longer mention"),
    ];
    for (_, name, words) in notes.into_iter().filter(|n| n.0) {
        out.line(name, words);
    }
    for c in candidates.iter().take(MOST) {
        let place = c.country.as_deref().map_or(String::new(), |country| format!(" in {country}"));
        let value = format!("{} ({}{place}, {}) {:.2}: {}", c.name, c.kind, c.entity_id, c.score, c.reason);
        out.line("candidate", &value);
    }
    if candidates.len() > MOST {
        out.line("candidates", &format!("{} more", candidates.len() - MOST));
    }
    if m.label != e.label {
        out.line("label", &format!("listed as {}, {} by its role in the sentence", e.label.as_str(), m.label.as_str()));
    }
    out.out
}

/// Name, kind and id of an entity.
fn who(e: &DocEntity) -> String {
    let known = e.entity_id.as_deref().map_or("known from this text only".into(), |id| format!("id {id}"));
    format!("{} ({}, {known})", e.name, e.kind)
}

struct Lines<'a> {
    text: &'a str,
    chars: &'a Offsets<'a>,
    out: String,
}

impl Lines<'_> {
    fn head(&mut self, what: &str, span: Span) {
        let c = self.chars.span(span);
        let _ = write!(self.out, "{what} at {}:{}: {}", c.start, c.end, shown(span.of(self.text)));
    }

    fn line(&mut self, name: &str, value: &str) {
        let _ = write!(self.out, "\n  {name}: {value}");
    }

    fn words(&mut self, name: &str, span: Span) {
        let c = self.chars.span(span);
        let words = shown(span.of(self.text));
        self.line(name, &format!("'{words}' at {}:{}", c.start, c.end));
    }
}

/// On one line, cut, and without control characters.
fn shown(words: &str) -> String {
    let flat = words.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut out: String = flat.take(SHOWN).collect();
    if words.chars().nth(SHOWN).is_some() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Pipeline;

    #[test]
    fn tells_rule_cue_and_speaker() {
        let text = "“We stay,” Layla Haddad, the mayor of Sandvik, told reporters in Syria.";
        let doc = Pipeline::default().read(text);
        let chars = Offsets::new(text);
        let why = quote(text, &doc, &chars, 0);
        for part in ["direct quote at 0:10", "\n  rule: ", "cue: 'told' at", "speaker: 'Layla Haddad'", "role: mayor"] {
            assert!(why.contains(part), "{part}\n{why}");
        }
        let syria =
            doc.mentions.iter().position(|m| m.span.of(text) == "Syria").map(|i| mention(text, &doc, &chars, i, &[]));
        assert!(syria.as_deref().is_some_and(|w| w.contains("stands for: Syria") && w.contains("rule: ")), "{syria:?}");
        assert_eq!(quote(text, &doc, &chars, 9), "");
        assert_eq!(mention(text, &doc, &chars, 99, &[]), "");
    }
}
