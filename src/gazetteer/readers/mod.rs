//! Readers, one a format, each giving entities and a card of what was read.

mod delimited;
mod jsonl;

pub(crate) use delimited::parse_alias;
pub use delimited::read_csv;
pub use jsonl::{read_json, read_jsonl};
