//! `dateline` reads the news and tells **who said what, about whom, about where**.
//!
//! ```
//! let pipeline = dateline::Pipeline::default();
//! let text = "“We will hold the bridge,” said Layla Haddad, the mayor.";
//! let doc = pipeline.read(text);
//! assert_eq!(doc.quotes.len(), 1);
//! ```
//!
//! The way of the data: text → [`page`] (blocks) → [`text`] (tokens) → [`gazetteer`] (known names) → [`sentence`] →
//! [`quote`] (marks, cues, speakers) → [`resolve`] (who and where that is) → [`Document`]. Each stage is one module with
//! one plain function; [`pipeline`] is the only place that knows the order.
//!
//! The crate knows nothing of Python; the feature `python` adds the module that the Python package is built from.

pub mod date;
pub mod document;
pub mod error;
pub mod explain;
pub mod gazetteer;
pub mod own;
pub mod page;
pub mod parallel;
pub mod pipeline;
pub mod quote;
pub mod record;
pub mod resolve;
pub mod sentence;
pub mod span;
pub mod table;
pub mod text;

#[cfg(feature = "python")]
mod python;

pub use document::Document;
pub use error::{Error, ErrorKind, Result};
pub use gazetteer::Gazetteer;
pub use pipeline::Pipeline;
pub use span::Span;
