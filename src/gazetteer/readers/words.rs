//! Labels and kinds that are meant for the known ones and are not: a slip of the pen would else make a label of one's
//! own, and nothing would tell.

const LABELS: [&str; 2] = ["actor", "place"];

/// Kinds of actors.
pub const ACTOR_KINDS: [&str; 14] = [
    "state",
    "government",
    "armed_forces",
    "armed_group",
    "coalition",
    "intl_org",
    "office",
    "person",
    "media",
    "party",
    "ngo",
    "company",
    "ethnic",
    "other",
];

/// Kinds of places.
pub const PLACE_KINDS: [&str; 14] = [
    "country",
    "capital",
    "region",
    "admin1",
    "admin2",
    "city",
    "town",
    "village",
    "base",
    "facility",
    "waterbody",
    "road",
    "court",
    "building",
];

/// A label of one's own may be any word but one that is nearly `actor` or `place`.
pub(super) fn check_label(label: &str) -> Result<(), String> {
    check(label, "label", LABELS.iter())
}

/// A kind of one's own may be any word but one that is nearly a known kind.
pub(super) fn check_kind(kind: &str) -> Result<(), String> {
    check(kind, "kind", ACTOR_KINDS.iter().chain(&PLACE_KINDS))
}

fn check<'a>(word: &str, what: &str, mut known: impl Iterator<Item = &'a &'static str> + Clone) -> Result<(), String> {
    if known.clone().any(|k| *k == word) {
        return Ok(());
    }
    let plain: String =
        word.chars().map(|c| if matches!(c, ' ' | '-') { '_' } else { c.to_ascii_lowercase() }).collect();
    match known.find(|k| **k == plain || (k.len() > 3 && one_slip(&plain, k))) {
        Some(meant) => Err(format!("`{word}` is no {what} we know: is `{meant}` meant?")),
        None => Ok(()),
    }
}

/// Whether one character too many, missing, wrong, or two changed round make the one of the other.
fn one_slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (x, y) = (&a[same..], &b[same..]);
    let tail = |x: &[char], i: usize, y: &[char], j: usize| x.get(i..) == y.get(j..) && x.len() >= i;
    tail(x, 1, y, 0)
        || tail(x, 0, y, 1)
        || tail(x, 1, y, 1)
        || (tail(x, 2, y, 2) && x.first() == y.get(1) && x.get(1) == y.first())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_told_and_own_words_are_not() {
        for slip in ["Place", "plce", "places", "acotr", "actr", "PLACE"] {
            assert!(check_label(slip).is_err(), "{slip}");
        }
        for fine in ["actor", "place", "ORG", "vessel", "", "x"] {
            assert!(check_label(fine).is_ok(), "{fine}");
        }
        assert!(check_kind("armed group").is_err() && check_kind("vilage").is_err() && check_kind("Q515").is_ok());
    }
}
