//! Forms of English verbs, made by rule from the base form.

/// Which form of a verb a word is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// `say`: present of the plural, infinitive, imperative.
    Base,
    /// `says`.
    Present,
    /// `said`; for regular verbs the participle too.
    Past,
    /// `written`, where it differs from the past.
    Participle,
    /// `saying`.
    Ing,
}

/// The forms of a verb. `past` and `participle` are given for irregular verbs and empty for regular ones.
///
/// ```
/// use dateline::text::inflect::{Form, forms};
/// let all = forms("deny", "", "");
/// assert!(all.contains(&("denied".to_string(), Form::Past)));
/// assert!(all.contains(&("denying".to_string(), Form::Ing)));
/// ```
pub fn forms(base: &str, past: &str, participle: &str) -> Vec<(String, Form)> {
    let mut out = vec![(base.to_string(), Form::Base), (present(base), Form::Present), (ing(base), Form::Ing)];
    let regular = regular_past(base);
    out.push((if past.is_empty() { regular.clone() } else { past.to_string() }, Form::Past));
    if !participle.is_empty() && participle != past {
        out.push((participle.to_string(), Form::Participle));
    }
    out
}

fn vowel(b: u8) -> bool {
    matches!(b, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// `deny`, `cry`: a consonant before the final y.
fn consonant_y(base: &str) -> bool {
    let b = base.as_bytes();
    b.len() > 1 && b[b.len() - 1] == b'y' && !vowel(b[b.len() - 2])
}

/// One vowel letter, then one consonant that is doubled: short verbs, and a few longer ones with the stress at the end.
fn doubles(base: &str) -> bool {
    let b = base.as_bytes();
    let n = b.len();
    if n < 3
        || vowel(b[n - 1])
        || !vowel(b[n - 2])
        || (vowel(b[n - 3]) && !base.contains("qu"))
        || matches!(b[n - 1], b'w' | b'x' | b'y')
    {
        return false;
    }
    let base = base.strip_prefix("qu").unwrap_or(base);
    let syllables = base.as_bytes().windows(2).filter(|w| vowel(w[0]) && !vowel(w[1])).count();
    syllables == 1 || matches!(base, "admit" | "rebut" | "refer" | "deter" | "concur" | "submit" | "permit" | "prefer")
}

fn present(base: &str) -> String {
    if consonant_y(base) {
        return format!("{}ies", &base[..base.len() - 1]);
    }
    let hiss = ["s", "x", "z", "ch", "sh", "o"].iter().any(|e| base.ends_with(e));
    format!("{base}{}", if hiss { "es" } else { "s" })
}

fn regular_past(base: &str) -> String {
    if consonant_y(base) {
        return format!("{}ied", &base[..base.len() - 1]);
    }
    if base.ends_with('e') {
        return format!("{base}d");
    }
    match base.chars().last().filter(|_| doubles(base)) {
        Some(c) => format!("{base}{c}ed"),
        None => format!("{base}ed"),
    }
}

fn ing(base: &str) -> String {
    if base.ends_with('e') && !base.ends_with("ee") {
        return format!("{}ing", &base[..base.len() - 1]);
    }
    match base.chars().last().filter(|_| doubles(base)) {
        Some(c) => format!("{base}{c}ing"),
        None => format!("{base}ing"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_the_spellings_of_regular_verbs() {
        for (base, want) in [
            ("admit", ["admits", "admitting", "admitted"]),
            ("deny", ["denies", "denying", "denied"]),
            ("argue", ["argues", "arguing", "argued"]),
            ("stress", ["stresses", "stressing", "stressed"]),
            ("quip", ["quips", "quipping", "quipped"]),
            ("explain", ["explains", "explaining", "explained"]),
            ("tweet", ["tweets", "tweeting", "tweeted"]),
            ("agree", ["agrees", "agreeing", "agreed"]),
            ("vow", ["vows", "vowing", "vowed"]),
            ("whisper", ["whispers", "whispering", "whispered"]),
            ("say", ["says", "saying", "sayed"]),
        ] {
            let got: Vec<String> = forms(base, "", "").into_iter().map(|(w, _)| w).collect();
            assert_eq!(got[1..], want, "{base}");
        }
    }
}
