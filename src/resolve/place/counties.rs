//! Lists of counties that say the word once: `Butler, Clark and Hamilton counties`.

use super::facts::Facts;
use super::names::{Around, Choice, How, Name, Names, is_cap};
use crate::gazetteer::Gazetteer;
use crate::resolve::Input;
use crate::span::Span;
use crate::text::tokens::{PARAGRAPH, SPACE};

/// The most counties read in one text and in one list, and words in a name.
const ALL: usize = 64;
const LIST: usize = 16;
const WORDS: usize = 3;

/// Lets the names before `counties` or `parishes` mean the counties of that name.
pub(super) fn add(input: &Input<'_>, around: Around<'_>, names: &mut Names) {
    if !around.text.contains("ounties") && !around.text.contains("arishes") {
        return;
    }
    let Some(home) = input.found.iter().position(|(g, _)| g.country("USA").is_some()) else { return };
    let gazetteer = &input.found[home].0;
    let mut found: Vec<Name> = Vec::new();
    for (t, token) in around.tokens.iter().enumerate() {
        let noun = match around.of(token) {
            "counties" | "Counties" => "County",
            "parishes" | "Parishes" => "Parish",
            _ => continue,
        };
        if found.len() >= ALL {
            break;
        }
        let mut end = t;
        for _ in 0..LIST {
            let Some(first) = item(around, end) else { break };
            let span = Span::new(around.tokens[first].start as usize, around.tokens[end - 1].end as usize);
            let choices = choices(gazetteer, home as u32, &format!("{} {noun}", span.of(around.text)));
            if choices.is_empty() {
                break;
            }
            names.groups.push(choices);
            let group = names.groups.len() as u32 - 1;
            let (country, admin, holds) = (0, 0, (0, 0));
            found.push(Name { span, first, last: end - 1, how: How::Name, group, stop: None, country, admin, holds });
            let Some(next) = link(around, first) else { break };
            end = next;
        }
    }
    if !found.is_empty() {
        let taken: Vec<Span> = found.iter().map(|n| n.span).collect();
        names.list.retain(|n| !taken.iter().any(|s| s.overlaps(n.span)));
        names.list.append(&mut found);
        names.list.sort_by_key(|n| n.span.start);
        names.list.dedup_by_key(|n| n.span);
    }
}

/// The first token of the name that ends before token `end`.
fn item(around: Around<'_>, end: usize) -> Option<usize> {
    let mut first = end;
    while first > 0 && end - first < WORDS {
        let token = &around.tokens[first - 1];
        let after = around.tokens.get(first)?;
        if !is_cap(token) || !after.has(SPACE) && first < end || after.has(PARAGRAPH) {
            break;
        }
        first -= 1;
    }
    (first < end).then_some(first)
}

/// One past the last token of the name before the comma or `and` before token `first`.
fn link(around: Around<'_>, first: usize) -> Option<usize> {
    let mut t = first.checked_sub(1)?;
    let word = around.of(&around.tokens[t]);
    if matches!(word, "and" | "or" | "&") {
        let before = t.checked_sub(1)?;
        if around.of(&around.tokens[before]) == "," {
            t = before;
        }
        return Some(t);
    }
    (word == ",").then_some(t)
}

fn choices(gazetteer: &Gazetteer, home: u32, name: &str) -> Vec<Choice> {
    let mut out: Vec<Choice> = Vec::new();
    for m in gazetteer.find(name).iter().filter(|m| m.span.len() == name.len()) {
        for c in gazetteer.candidates(m.name).iter().filter(|c| !c.demonym) {
            if !out.iter().any(|x| x.entity == c.entity) {
                let facts = Facts::of(gazetteer, c.entity);
                out.push(Choice { gazetteer: home, entity: c.entity, facts, main: true, near: 0.0 });
            }
        }
    }
    out
}
