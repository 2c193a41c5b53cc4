//! Folding: which characters make words, and which spellings of a name count as one. Nothing here moves an offset:
//! texts are compared through a fold, spans always point into the text as it is.
//!
//! Three levels, each coarser than the one before:
//! * canonical ([`canonical`]): NFC, invisible characters dropped, full-width forms as ASCII, one kind of apostrophe,
//!   hyphen and white space (with one line break at most) between words as one blank;
//! * caseless ([`caseless`]): that, with full case folding (`ß` as `ss`, final sigma as sigma, dotless `ı` as `i`);
//! * plain ([`push_plain`]): that, without diacritics (`ł` as `l`, `æ` as `ae`): the key names are looked up by.

pub use super::letters::{class, push_plain};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// What a character does in a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Class {
    /// Punctuation and everything not named below.
    Other,
    /// Letter, digit or underscore.
    Word,
    /// Combining mark: belongs to the character before.
    Mark,
    /// Invisible (soft hyphen, zero-width space and joiners, direction marks): belongs to the word it stands in.
    Ignorable,
    /// A character of a script without spaces, or a pictograph: a word by itself.
    Solo,
    /// White space within a line.
    Space,
    /// Line break.
    Break,
    /// Apostrophe of any kind.
    Apostrophe,
    /// Hyphen of any kind, en dash too.
    Hyphen,
}

/// Whether the character makes words: no name begins or ends between two such characters.
pub fn is_word(c: char) -> bool {
    matches!(class(c), Class::Word | Class::Mark | Class::Ignorable)
}

/// The class of a character, by its properties; [`class`] looks it up.
pub(super) fn class_of(c: char) -> Class {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => Class::Word,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Class::Break,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => {
            Class::Ignorable
        }
        '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' => Class::Ignorable,
        '\u{e0000}'..='\u{e01ef}' => Class::Ignorable,
        '\'' | '`' | '´' | '‘' | '’' | '‛' | '′' | 'ʹ' | 'ʻ' | 'ʼ' | 'ʽ' | 'ʾ' | 'ʿ' | '՚' | '\u{a78c}' => {
            Class::Apostrophe
        }
        '-' | '\u{58a}' | '\u{5be}' | '\u{2010}'..='\u{2013}' | '\u{fe63}' => Class::Hyphen,
        '\u{ff01}'..='\u{ff5e}' => class_of(narrow(c)),
        _ if c.is_whitespace() => Class::Space,
        _ if is_combining_mark(c) => Class::Mark,
        _ if is_pictograph(c) || (without_spaces(c) && c.is_alphanumeric()) => Class::Solo,
        _ if c.is_alphanumeric() => Class::Word,
        _ => Class::Other,
    }
}

/// Arrows, signs, dingbats, emoji.
fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

/// Scripts written without spaces: Thai, Lao, Myanmar, Khmer, kana, Bopomofo, Han.
fn without_spaces(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{2fdf}'
        | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{312f}' | '\u{31a0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{a9e0}'..='\u{a9ff}' | '\u{aa60}'..='\u{aa7f}' | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

/// Full-width ASCII as ASCII, everything else as it is.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// Calls `push` with the plain fold of the character: nothing, one or several characters. [`push_plain`] looks it up.
pub(super) fn fold_slowly(c: char, push: &mut dyn FnMut(char)) {
    if class_of(c) == Class::Ignorable {
        return;
    }
    decompose_canonical(narrow(c), |d| {
        for lower in fold_case(d) {
            match lower {
                'ł' => push('l'),
                'ø' => push('o'),
                'đ' | 'ð' => push('d'),
                'ħ' => push('h'),
                'ŧ' => push('t'),
                'þ' => {
                    push('t');
                    push('h')
                }
                'æ' => {
                    push('a');
                    push('e')
                }
                'œ' => {
                    push('o');
                    push('e')
                }
                l if is_combining_mark(l) => {}
                l => push(l),
            }
        }
    });
}

/// Full case folding: through capitals, so that `ß`, `ſ`, `ς`, `ı` and ligatures meet their capitals' small letters.
fn fold_case(c: char) -> impl Iterator<Item = char> {
    // the capital sharp s is the capital of nothing in Unicode's tables
    if c == 'ẞ' { 'ß' } else { c }.to_uppercase().flat_map(char::to_lowercase)
}

/// The first word that begins at or after `at`: its start and end.
///
/// A word is a run of letters, digits, marks and invisible characters, or one character of a script without spaces with
/// the marks after it.
pub fn word(text: &str, at: usize) -> Option<(usize, usize)> {
    let rest = text.get(at..)?;
    let (skip, _) = rest.char_indices().find(|&(_, c)| matches!(class(c), Class::Word | Class::Mark | Class::Solo))?;
    Some((at + skip, word_end(text, at + skip)))
}

/// The end of the word that begins at `at`.
pub fn word_end(text: &str, at: usize) -> usize {
    let Some(rest) = text.get(at..) else { return text.len() };
    let mut solo = false;
    for (i, c) in rest.char_indices() {
        match class(c) {
            Class::Mark | Class::Ignorable => {}
            Class::Word if !solo => {}
            Class::Solo if i == 0 => solo = true,
            _ => return at + i,
        }
    }
    text.len()
}

/// Reads what stands between two words, from `at`: calls `push` with the folded marks, tells where the next word begins
/// and whether the gap is a mere join (one hyphen or white space; then what was pushed does not count).
///
/// None at the end of the text and before a blank line: no name goes on there.
pub fn gap(text: &str, at: usize, mut push: impl FnMut(char)) -> Option<(usize, bool)> {
    let rest = text.get(at..)?;
    // what most gaps are, at once
    if let [b' ', next, ..] = rest.as_bytes()
        && (next.is_ascii_alphanumeric() || *next == b'_')
    {
        return Some((at + 1, true));
    }
    // marks so far, white space and line breaks since the last one
    let (mut marks, mut hyphen, mut space, mut breaks, mut last) = (0, false, false, 0, ' ');
    for (i, c) in rest.char_indices() {
        match class(c) {
            Class::Word | Class::Mark | Class::Solo => {
                let joined = (marks == 0 && space) || (hyphen && marks == 1 && (!space || breaks > 0));
                if space && !joined {
                    push(' ');
                }
                return Some((at + i, joined));
            }
            Class::Ignorable => {}
            Class::Space => space = true,
            Class::Break => {
                space = true;
                // a carriage return and a line feed make one break
                breaks += if c == '\u{2029}' { 2 } else { usize::from(!(c == '\n' && last == '\r')) };
                if breaks > 1 {
                    return None;
                }
            }
            kind @ (Class::Apostrophe | Class::Hyphen | Class::Other) => {
                hyphen = kind == Class::Hyphen && marks == 0 && !space;
                if space {
                    push(' ');
                    marks += 1;
                }
                (space, breaks, marks) = (false, 0, marks + 1);
                push(fold_mark(c));
            }
        }
        last = c;
    }
    None
}

/// One character for all kinds of a mark: apostrophes, hyphens, double quotes, full-width forms.
pub fn fold_mark(c: char) -> char {
    match class(c) {
        Class::Apostrophe => '\'',
        Class::Hyphen => '-',
        Class::Space | Class::Break => ' ',
        _ => match narrow(c) {
            '“' | '”' | '„' | '‟' | '«' | '»' => '"',
            n => n,
        },
    }
}

/// The canonical form of a name that begins and ends with a word.
pub fn canonical(name: &str, out: &mut String) {
    out.clear();
    let mut at = 0;
    while let Some((start, end)) = word(name, at) {
        let chars = &name[start..end];
        if chars.is_ascii() {
            out.push_str(chars);
        } else {
            out.extend(chars.chars().filter(|&c| class(c) != Class::Ignorable).map(narrow).nfc());
        }
        at = end;
        let written = out.len();
        match gap(name, end, |c| out.push(c)) {
            Some((_, true)) => {
                out.truncate(written);
                out.push(' ');
            }
            Some(_) => {}
            None => {
                // a blank line parts names: kept, so that nothing with one equals anything without
                out.truncate(written);
                out.push_str(&name[end..]);
                return;
            }
        }
    }
}

/// Full case folding of a canonical form; `İ` is a capital of `i` as `I` is.
pub fn caseless(canonical: &str, out: &mut String) {
    out.clear();
    if canonical.is_ascii() {
        out.push_str(canonical);
        out.make_ascii_lowercase();
    } else {
        let mut last = ' ';
        let dotted_i = |c: &char| {
            let dot = *c == '\u{307}' && last == 'i';
            last = *c;
            !dot
        };
        out.extend(canonical.nfd().flat_map(fold_case).filter(dotted_i).nfc());
    }
}

/// A canonical form without diacritics, capitals kept.
pub fn without_marks(canonical: &str, out: &mut String) {
    out.clear();
    for c in canonical.nfd().filter(|&c| !is_combining_mark(c)) {
        match c {
            'ł' => out.push('l'),
            'Ł' => out.push('L'),
            'ø' => out.push('o'),
            'Ø' => out.push('O'),
            'đ' | 'ð' => out.push('d'),
            'Đ' | 'Ð' => out.push('D'),
            'ħ' => out.push('h'),
            'Ħ' => out.push('H'),
            'ŧ' => out.push('t'),
            'Ŧ' => out.push('T'),
            'ı' => out.push('i'),
            'þ' => out.push_str("th"),
            'Þ' => out.push_str("Th"),
            'æ' => out.push_str("ae"),
            'Æ' => out.push_str("Ae"),
            'œ' => out.push_str("oe"),
            'Œ' => out.push_str("Oe"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canon(s: &str) -> String {
        let mut out = String::new();
        canonical(s, &mut out);
        out
    }

    fn plain(s: &str) -> String {
        let mut out = Vec::new();
        s.chars().for_each(|c| push_plain(c, &mut out));
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn canonical_forms_meet() {
        for (a, b) in [
            ("Al-Khadra", "Al Khadra"),
            ("New\r\n  York", "New York"),
            ("New\u{a0}York", "New\u{2009}York"),
            ("Sana’a", "Sana'a"),
            ("Ło\u{301}dz\u{301}", "Łódź"),
            ("Bagh\u{ad}dad", "Baghdad"),
            ("ＩＳＩＳ", "ISIS"),
            ("al-\nBab", "al Bab"),
        ] {
            assert_eq!(canon(a), canon(b), "{a:?} {b:?}");
        }
        for (a, b) in [("New\n\nYork", "New York"), ("New, York", "New York"), ("Al - Bab", "Al Bab")] {
            assert_ne!(canon(a), canon(b), "{a:?} {b:?}");
        }
    }

    #[test]
    fn plain_forms_meet() {
        for (a, b) in [
            ("GIESSEN", "Gießen"),
            ("İstanbul", "ISTANBUL"),
            ("κόσμος", "ΚΟΣΜΟΣ"),
            ("Łódź", "lodz"),
            ("Kırıkkale", "KIRIKKALE"),
            ("ガ", "カ\u{3099}"),
            ("한", "\u{1112}\u{1161}\u{11ab}"),
        ] {
            assert_eq!(plain(a), plain(b));
        }
    }
}
