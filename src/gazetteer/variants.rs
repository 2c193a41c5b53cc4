//! Spellings that belong to an alias without being written out: plurals of demonyms, acronyms with and without points,
//! abbreviations without theirs, compounds without hyphen. They become names of their own, marked as derived.

use super::entity::Alias;

/// Calls `add` with every derived spelling of the alias.
pub(super) fn variants(alias: &Alias, mut add: impl FnMut(&str)) {
    let text = alias.text.as_str();
    if alias.demonym && takes_plural(text) {
        add(&format!("{text}s"));
    }
    // most names have nothing any of the others begins with
    let marked = text.bytes().any(|b| b == b'.' || b == b'-');
    let capitals = || text.as_bytes().windows(2).any(|w| w[0].is_ascii_uppercase() && w[1].is_ascii_uppercase());
    if !marked && !capitals() && !is_saints(text.split(' ').next().unwrap_or("")) {
        return;
    }
    if let Some(plain) = without_points(text) {
        add(&plain);
        if let Some(unfinished) = text.strip_suffix('.') {
            add(unfinished);
        }
    } else if let Some(pointed) = with_points(text) {
        add(&pointed);
        add(pointed.trim_end_matches('.'));
    }
    if let Some(bare) = without_abbreviation_points(text) {
        add(&bare);
    }
    if let Some(pointed) = with_saints_point(text) {
        add(&pointed);
    }
    if let Some(closed) = without_hyphens(text) {
        add(&closed);
    }
}

/// Demonyms whose plural has an s: not Chinese, Swiss, Polish, French, nor U.S.
fn takes_plural(text: &str) -> bool {
    let unchanged = ["s", "sh", "ese", "x", "z", "French", "Dutch"];
    text.chars().next_back().is_some_and(char::is_lowercase) && !unchanged.iter().any(|end| text.ends_with(end))
}

/// `U.S. Army` gives `US Army`; none without a dotted acronym of two letters or more.
fn without_points(text: &str) -> Option<String> {
    if !text.contains('.') {
        return None;
    }
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let (mut i, mut changed) = (0, false);
    while i < chars.len() {
        let begins = i == 0 || !(chars[i - 1].is_alphanumeric() || chars[i - 1] == '.');
        let mut end = i;
        while begins && end + 1 < chars.len() && chars[end].is_uppercase() && chars[end + 1] == '.' {
            end += 2;
        }
        let last_letter = end < chars.len()
            && chars[end].is_uppercase()
            && !chars.get(end + 1).is_some_and(|c| c.is_alphanumeric() || *c == '.');
        let letters = (end - i) / 2 + usize::from(last_letter && end > i);
        if letters >= 2 {
            let upto = if last_letter { end + 1 } else { end };
            out.extend(chars[i..upto].iter().filter(|&&c| c != '.'));
            (i, changed) = (upto, true);
        } else {
            out.push(chars[i]);
            i += 1;
        }
    }
    changed.then_some(out)
}

/// `US Army` gives `U.S. Army`; none without a word of two to four ASCII capitals.
fn with_points(text: &str) -> Option<String> {
    let is_acronym = |word: &str| (2..=4).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase());
    let alone = !text.contains(' ');
    if text.len() > 60 || (!alone && !text.bytes().any(|b| b.is_ascii_lowercase())) {
        return None; // a list in capitals: nothing tells acronyms from words
    }
    if !text.split(' ').any(is_acronym) {
        return None;
    }
    let mut out = String::with_capacity(text.len() + 8);
    for (i, word) in text.split(' ').enumerate() {
        if i > 0 {
            out.push(' ');
        }
        if is_acronym(word) {
            word.chars().for_each(|c| out.extend([c, '.']));
        } else {
            out.push_str(word);
        }
    }
    Some(out)
}

/// `St. Louis` gives `St Louis`, `Acme Inc.` gives `Acme Inc`: abbreviations of names of several words.
fn without_abbreviation_points(text: &str) -> Option<String> {
    if !text.contains(' ') || !text.contains('.') {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut changed = false;
    for (i, word) in text.split(' ').enumerate() {
        if i > 0 {
            out.push(' ');
        }
        match word.strip_suffix('.') {
            Some(bare) if bare.len() > 1 && bare.chars().all(char::is_alphabetic) => {
                out.push_str(bare);
                changed = true;
            }
            _ => out.push_str(word),
        }
    }
    changed.then_some(out)
}

/// `St Louis` gives `St. Louis`; Mount and Fort alike.
fn with_saints_point(text: &str) -> Option<String> {
    let (first, rest) = text.split_once(' ')?;
    is_saints(first).then(|| format!("{first}. {rest}"))
}

fn is_saints(word: &str) -> bool {
    matches!(word, "St" | "Ste" | "Mt" | "Ft")
}

/// `Al-Khadra` gives `AlKhadra`.
fn without_hyphens(text: &str) -> Option<String> {
    if !text.contains('-') {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut before: Option<char> = None;
    while let Some(c) = chars.next() {
        let letters = before.is_some_and(char::is_alphabetic) && chars.peek().is_some_and(|n| n.is_alphabetic());
        if !(c == '-' && letters) {
            out.push(c);
        }
        before = Some(c);
    }
    (out.len() < text.len()).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, demonym: bool) -> Vec<String> {
        let mut out = Vec::new();
        variants(&Alias { demonym, ..Alias::new(text) }, |v| out.push(v.to_string()));
        out
    }

    #[test]
    fn derives_what_writers_write() {
        let cases: &[(&str, bool, &[&str])] = &[
            ("Tunisian", true, &["Tunisians"]),
            ("Tunisian", false, &[]),
            ("Polish", true, &[]),
            ("Chinese", true, &[]),
            ("E.U.", false, &["EU", "E.U"]),
            ("EU", false, &["E.U.", "E.U"]),
            ("U.K. Navy", false, &["UK Navy"]),
            ("UK Navy", false, &["U.K. Navy"]),
            ("J. Doe", false, &[]),
            ("St. Ives", false, &["St Ives"]),
            ("St Ives", false, &["St. Ives"]),
            ("Acme Corp.", false, &["Acme Corp"]),
            ("Deir-Hafer", false, &["DeirHafer"]),
            ("Mass.", false, &[]),
        ];
        for (text, demonym, want) in cases {
            let got = of(text, *demonym);
            for w in *want {
                assert!(got.iter().any(|g| g == w), "{text}: {got:?}");
            }
            assert!(!want.is_empty() || got.is_empty(), "{text}: {got:?}");
        }
    }
}
