//! Verbs that report words: which form a word is, and what may follow it.
//!
//! The frames are data (`seeds/lexicons/cues/verbs.csv`); the card beside the file explains the letters.

use crate::text::inflect::{Form, forms};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What may follow a verb, and what kind of reporting it is; one bit each.
pub type Frames = u32;

/// A quotation.
pub const QUOTE: Frames = 1 << 0;
/// A quotation right beside the verb only (`laughed`).
pub const QUOTE_ONLY: Frames = 1 << 1;
/// A that-clause.
pub const THAT: Frames = 1 << 2;
/// A clause without `that`.
pub const ZERO: Frames = 1 << 3;
/// A question clause.
pub const WH: Frames = 1 << 4;
/// A to-infinitive.
pub const INFINITIVE: Frames = 1 << 5;
/// A gerund.
pub const GERUND: Frames = 1 << 6;
/// A noun phrase that is the content.
pub const NOUN: Frames = 1 << 7;
/// An object and what it is called.
pub const CALL: Frames = 1 << 8;
/// A hearer may stand before the content.
pub const HEARER: Frames = 1 << 9;
/// A hearer must stand before a clause.
pub const HEARER_FIRST: Frames = 1 << 10;
/// Content after `of`, `about`, `for` or `against`.
pub const LED: Frames = 1 << 24;
/// An object and what it shall do: wants them to go.
pub const OBJECT_TO: Frames = 1 << 11;
/// Accused somebody of.
pub const ACCUSE: Frames = 1 << 12;
/// In fixed phrases only.
pub const FIXED: Frames = 1 << 13;
/// Denies the content.
pub const DENIAL: Frames = 1 << 16;
/// The base or s-form is often a noun.
pub const NOUNLIKE: Frames = 1 << 17;
/// The plain verb of saying.
pub const PLAIN: Frames = 1 << 18;
/// An attitude rather than speech.
pub const ATTITUDE: Frames = 1 << 19;
/// Evidence rather than speech.
pub const EVIDENCE: Frames = 1 << 20;
/// A finding.
pub const FINDING: Frames = 1 << 21;

/// A noun phrase after it is a topic, not content (`talked about`, `discussed`).
pub const TOPIC: Frames = 1 << 23;
/// The base or s-form is nearly always a noun (`states`).
pub const NOUNISH: Frames = 1 << 22;
/// An object and what it is found doing: shows the party leading.
pub const SMALL: Frames = 1 << 15;
/// `that` after the noun is as likely a relative clause: the plan that they made.
pub const GAPPED: Frames = 1 << 27;
/// A question once it is wanted: wanted to know whether.
pub const ASKED: Frames = 1 << 26;
/// An object alone is no content: called Haddad.
pub const NAMING: Frames = 1 << 25;
/// An object and `as` what it is seen: hailed the deal as a victory.
pub const AS: Frames = 1 << 14;

/// All that may follow a verb.
pub const AFTER: Frames = 0xffff | LED;

const LETTERS: &[(char, Frames)] = &[
    ('q', QUOTE),
    ('x', QUOTE_ONLY),
    ('t', THAT),
    ('z', ZERO),
    ('w', WH),
    ('i', INFINITIVE),
    ('g', GERUND),
    ('n', NOUN),
    ('c', CALL),
    ('h', HEARER),
    ('r', HEARER_FIRST),
    ('O', LED),
    ('j', OBJECT_TO),
    ('m', SMALL),
    ('P', ACCUSE),
    ('X', FIXED),
    ('a', AS),
];

const TRAITS: &[(char, Frames)] = &[
    ('d', DENIAL),
    ('n', NOUNLIKE),
    ('N', NOUNLIKE | NOUNISH),
    ('o', TOPIC),
    ('c', NAMING),
    ('r', GAPPED),
    ('k', ASKED),
    ('s', PLAIN),
    ('A', ATTITUDE),
    ('e', EVIDENCE),
    ('v', FINDING),
];

/// A word that belongs to a verb and changes its meaning.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Particle {
    /// shot back
    Back,
    /// pointed out
    Out,
    /// chimed in
    In,
    /// went on
    On,
    /// summed up
    Up,
    /// went further
    Further,
}

impl Particle {
    /// The word.
    pub const fn word(self) -> &'static str {
        match self {
            Particle::Back => "back",
            Particle::Out => "out",
            Particle::In => "in",
            Particle::On => "on",
            Particle::Up => "up",
            Particle::Further => "further",
        }
    }

    fn from_word(word: &str) -> Option<Particle> {
        use Particle::*;
        [Back, Out, In, On, Up, Further].into_iter().find(|p| p.word() == word)
    }
}

/// Prepositions that can lead content, one bit each.
pub type Leads = u16;

const LEADS: [&str; 16] = [
    "about", "of", "for", "against", "on", "upon", "to", "at", "in", "over", "with", "by", "from", "into", "toward",
    "like",
];

/// The bit of a preposition, 0 for a word that leads no content.
pub fn lead(word: &str) -> Leads {
    LEADS.iter().position(|l| word.eq_ignore_ascii_case(l)).map_or(0, |k| 1 << k)
}

/// A noun or adjective that reports: his claim that, confident that, criticism of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Complement {
    /// What may follow, and what kind of reporting it is.
    pub frames: Frames,
    /// Prepositions that lead content.
    pub leads: Leads,
    /// An adjective, not a noun.
    pub adjective: bool,
}

/// A form of a reporting verb.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CueForm {
    /// What may follow.
    pub frames: Frames,
    /// Which form.
    pub form: Form,
    /// What may follow with a particle: shot back, pointed out.
    pub with: Option<(Particle, Frames)>,
    /// Prepositions that lead content: talked about, called for.
    pub leads: Leads,
}

/// The reporting verbs, by form.
#[derive(Clone, Debug, Default)]
pub struct Cues {
    forms: FxHashMap<String, CueForm>,
    /// Objects with which a form reports nothing, parted by blanks.
    idle: FxHashMap<String, Box<str>>,
    complements: FxHashMap<String, Complement>,
}

static BUILTIN: LazyLock<Cues> = LazyLock::new(|| {
    Cues::parse(include_str!("../../seeds/lexicons/cues/verbs.csv"))
        .with_complements(include_str!("../../seeds/lexicons/cues/complements.csv"))
});

impl Cues {
    /// The verbs the crate comes with.
    pub fn builtin() -> &'static Cues {
        &BUILTIN
    }

    /// Reads lines `lemma,past,participle,frames,traits,particle,preps,idle`; the first line names the columns, unknown letters are passed over.
    ///
    /// ```
    /// let cues = dateline::quote::cue::Cues::parse("lemma,past,participle,frames,traits\nsay,said,said,qtz,s\n");
    /// assert!(cues.get("said").is_some());
    /// ```
    pub fn parse(table: &str) -> Cues {
        let mut cues = Cues::default();
        for line in table.lines().skip(1) {
            let mut cell = line.split(',').map(str::trim);
            let mut next = || cell.next().unwrap_or("");
            let (lemma, past, participle, frames, traits) = (next(), next(), next(), next(), next());
            let (particle, preps, idle) = (next(), next(), next());
            let common = if frames.contains('O') { "of about for against" } else { "" };
            let leads = preps.split(' ').chain(common.split(' ')).fold(0, |all, w| all | lead(w));
            if lemma.is_empty() {
                continue;
            }
            let bits = |letters: &str, table: &[(char, Frames)]| {
                letters.chars().filter_map(|c| table.iter().find(|t| t.0 == c)).fold(0, |all, t| all | t.1)
            };
            let frames = bits(frames, LETTERS) | bits(traits, TRAITS);
            let with = particle
                .split_once(':')
                .and_then(|(word, after)| Some((Particle::from_word(word)?, bits(after, LETTERS))));
            for (word, form) in forms(lemma, past, participle) {
                let new = CueForm { frames, form, with, leads };
                if !idle.is_empty() {
                    cues.idle.insert(word.clone(), idle.into());
                }
                let known = cues.forms.entry(word).or_insert(new);
                // read, forecast: the past is the surer reading
                if known.form == Form::Base && form == Form::Past {
                    *known = new;
                }
            }
        }
        cues
    }

    /// Whether every letter stands for something that may follow a verb.
    pub fn knows_frames(letters: &str) -> bool {
        letters.chars().all(|c| LETTERS.iter().any(|l| l.0 == c))
    }

    /// Whether every letter stands for a trait of a verb.
    pub fn knows_traits(letters: &str) -> bool {
        letters.chars().all(|c| TRAITS.iter().any(|l| l.0 == c))
    }

    /// These verbs and those of `other`, which say what a form is where both know it.
    pub fn with(&self, other: &Cues) -> Cues {
        let mut all = self.clone();
        all.idle.extend(other.idle.iter().map(|(word, objects)| (word.clone(), objects.clone())));
        all.forms.extend(other.forms.iter().map(|(word, &form)| (word.clone(), form)));
        all
    }

    /// Adds nouns and adjectives from lines `word,part,after,traits`; the first line names the columns.
    ///
    /// ```
    /// use dateline::quote::cue::{Cues, THAT};
    /// let cues = Cues::default().with_complements("word,part,after,traits\nclaim,n,that of,\n");
    /// assert!(cues.complement("claims").is_some_and(|c| c.frames & THAT != 0));
    /// ```
    pub fn with_complements(mut self, table: &str) -> Cues {
        for line in table.lines().skip(1) {
            let mut cell = line.split(',').map(str::trim);
            let mut next = || cell.next().unwrap_or("");
            let (word, part, after, traits) = (next(), next(), next(), next());
            if word.is_empty() {
                continue;
            }
            let mut new = Complement { frames: 0, leads: 0, adjective: part == "a" };
            for w in after.split(' ') {
                match w {
                    "that" => new.frames |= THAT,
                    "to" => new.frames |= INFINITIVE,
                    "whether" => new.frames |= WH,
                    other => new.leads |= lead(other.trim_end_matches('*')),
                }
            }
            new.frames |= traits.chars().filter_map(|c| TRAITS.iter().find(|t| t.0 == c)).fold(0, |all, t| all | t.1);
            if !new.adjective {
                self.complements.insert(plural(word), new);
            }
            self.complements.insert(word.to_string(), new);
        }
        self
    }

    /// What a word in lower case is as a noun or adjective that reports, if it is one.
    pub fn complement(&self, word: &str) -> Option<Complement> {
        self.complements.get(word).copied()
    }

    /// All nouns and adjectives that report, in no special order.
    pub fn complements(&self) -> impl Iterator<Item = &str> {
        self.complements.keys().map(String::as_str)
    }

    /// What a word in lower case is as a reporting verb, if it is one.
    pub fn get(&self, word: &str) -> Option<CueForm> {
        self.forms.get(word).copied()
    }

    /// The objects, parted by blanks, with which a form in lower case reports nothing (slammed the door); mostly none.
    pub fn idle(&self, form: &str) -> &str {
        self.idle.get(form).map_or("", |all| all)
    }

    /// All forms, in no special order.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.forms.keys().map(String::as_str)
    }
}

fn plural(noun: &str) -> String {
    let b = noun.as_bytes();
    match b {
        [.., c, b'y'] if !matches!(c, b'a' | b'e' | b'o' | b'u') => format!("{}ies", &noun[..noun.len() - 1]),
        [.., b's' | b'x' | b'z'] | [.., b'c' | b's', b'h'] => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}
