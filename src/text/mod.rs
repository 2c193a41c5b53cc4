//! The text itself: tokens with their word classes, byte offsets to code points.

mod chunk;
mod classed;
pub mod fold;
pub mod inflect;
pub(crate) mod letters;
pub mod lexicon;
pub mod lines;
pub mod offsets;
pub mod tokens;

pub use offsets::Offsets;
pub use tokens::{Token, TokenKind, tokenize};
