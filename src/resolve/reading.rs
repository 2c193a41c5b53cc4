//! A reading: one way to take a name in the text, before the role in the sentence decides between readings.

use crate::span::Span;

/// Who a reading stands for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Referent {
    /// An entity of a gazetteer: index of the gazetteer in the input, index of the entity in it.
    Known {
        /// Index into [`super::Input::found`].
        gazetteer: u32,
        /// Index of the entity.
        entity: u32,
    },
    /// Somebody or something known to this document only: index into the list of the stage that made the reading.
    Local(u32),
}

/// One way to take a name in the text.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Reading {
    /// The name.
    pub span: Span,
    /// Who or where that is.
    pub referent: Referent,
    /// An adjective or noun of a state or people.
    pub demonym: bool,
    /// Stands for the entity by metonymy.
    pub metonym: bool,
    /// How sure, 0 to 1.
    pub score: f32,
    /// The rule, for `explain()`.
    pub rule: &'static str,
}
