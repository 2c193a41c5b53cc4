//! The six tables: columns of plain vectors, one row a document, block, sentence, mention, quote, statement.
//!
//! Spans are in code points (Python string indices); every table begins with `doc_id`. A column of texts is one long
//! string with the offsets of its cells, the layout Arrow uses, so that handing a column on copies nothing.

use crate::document::{BlockKind, Document, Quote};
use crate::record::Id;
use crate::span::Span;
use crate::text::Offsets;

/// What the cells of a column are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Type {
    /// The id of a document: text or number, by the ids given.
    Id,
    /// Text.
    Text,
    /// Whole number.
    Int,
    /// Number.
    Float,
    /// Yes or no.
    Bool,
}

/// Name, type and whether cells may be empty.
pub type Field = (&'static str, Type, bool);

use Type::{Bool, Float, Int, Text};

const DOCUMENTS: &[Field] = &[
    ("doc_id", Type::Id, false),
    ("length", Int, false),
    ("title", Text, true),
    ("byline", Text, true),
    ("place", Text, true),
    ("date", Text, true),
    ("agency", Text, true),
    ("n_blocks", Int, false),
    ("n_sentences", Int, false),
    ("n_mentions", Int, false),
    ("n_quotes", Int, false),
    ("n_statements", Int, false),
];

const BLOCKS: &[Field] = &[
    ("doc_id", Type::Id, false),
    ("block", Int, false),
    ("start", Int, false),
    ("end", Int, false),
    ("text", Text, false),
    ("kind", Text, false),
    ("place", Text, true),
    ("date", Text, true),
    ("agency", Text, true),
];

const SENTENCES: &[Field] = &[
    ("doc_id", Type::Id, false),
    ("sentence", Int, false),
    ("start", Int, false),
    ("end", Int, false),
    ("text", Text, false),
    ("block", Int, false),
];

const MENTIONS: &[Field] = &[
    ("doc_id", Type::Id, false),
    ("mention", Int, false),
    ("start", Int, false),
    ("end", Int, false),
    ("text", Text, false),
    ("label", Text, false),
    ("entity_id", Text, true),
    ("name", Text, false),
    ("kind", Text, false),
    ("country", Text, true),
    ("lat", Float, true),
    ("lon", Float, true),
    ("demonym", Bool, false),
    ("metonym", Bool, false),
    ("nested", Bool, false),
    ("score", Float, false),
    ("rule", Text, false),
    ("sentence", Int, true),
    ("block", Int, false),
    ("quote", Int, true),
];

const QUOTES: &[Field] = &[
    ("doc_id", Type::Id, false),
    ("quote", Int, false),
    ("start", Int, false),
    ("end", Int, false),
    ("inner_start", Int, false),
    ("inner_end", Int, false),
    ("text", Text, false),
    ("kind", Text, false),
    ("group", Int, false),
    ("speaker", Text, true),
    ("speaker_start", Int, true),
    ("speaker_end", Int, true),
    ("speaker_name", Text, true),
    ("speaker_id", Text, true),
    ("role", Text, true),
    ("affiliation", Text, true),
    ("anonymous", Bool, false),
    ("cue", Text, true),
    ("cue_start", Int, true),
    ("cue_end", Int, true),
    ("addressee", Text, true),
    ("medium", Text, true),
    ("denied", Bool, false),
    ("rule", Text, false),
    ("sentence", Int, true),
    ("block", Int, false),
];

const STATEMENTS: &[Field] = &[
    ("doc_id", Type::Id, false),
    ("statement", Int, false),
    ("quote", Int, false),
    ("mention", Int, false),
    ("speaker", Text, true),
    ("speaker_name", Text, true),
    ("speaker_id", Text, true),
    ("role", Text, true),
    ("affiliation", Text, true),
    ("cue", Text, true),
    ("kind", Text, false),
    ("denied", Bool, false),
    ("text", Text, true),
    ("label", Text, false),
    ("name", Text, false),
    ("entity_id", Text, true),
    ("entity_kind", Text, false),
    ("country", Text, true),
    ("lat", Float, true),
    ("lon", Float, true),
    ("mention_text", Text, false),
    ("mention_start", Int, false),
    ("mention_end", Int, false),
];

/// The cells of a column.
#[derive(Clone, PartialEq, Debug)]
pub enum Values {
    /// Texts, one after the other, and where each begins; one offset more than there are cells.
    Text {
        /// All cells, joined.
        data: String,
        /// Where each cell begins, and the end.
        offsets: Vec<i64>,
    },
    /// Whole numbers.
    Int(Vec<i64>),
    /// Numbers.
    Float(Vec<f64>),
    /// Yes or no.
    Bool(Vec<bool>),
}

/// One column.
#[derive(Clone, PartialEq, Debug)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// Its cells; an empty cell holds 0, `false` or no text.
    pub values: Values,
    /// Which cells hold something; none if all do, by the column's nature.
    pub valid: Option<Vec<bool>>,
}

/// One table.
#[derive(Clone, PartialEq, Debug)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Number of rows.
    pub rows: usize,
}

/// The six tables of some documents.
#[derive(Clone, PartialEq, Debug)]
pub struct Tables {
    /// One row a document.
    pub documents: Table,
    /// One row a block of the page.
    pub blocks: Table,
    /// One row a sentence.
    pub sentences: Table,
    /// One row a name in the text.
    pub mentions: Table,
    /// One row a quote.
    pub quotes: Table,
    /// One row a quote and a name in it: who said what about whom or where.
    pub statements: Table,
}

impl Table {
    fn new(fields: &[Field], numbers: bool) -> Table {
        let column = |&(name, kind, nullable): &Field| {
            let values = match kind {
                Type::Id if numbers => Values::Int(Vec::new()),
                Type::Id | Text => Values::Text { data: String::new(), offsets: vec![0] },
                Int => Values::Int(Vec::new()),
                Float => Values::Float(Vec::new()),
                Bool => Values::Bool(Vec::new()),
            };
            Column { name, values, valid: nullable.then(Vec::new) }
        };
        Table { columns: fields.iter().map(column).collect(), rows: 0 }
    }

    /// Makes room for the rows of the parts, then takes them.
    fn extend(&mut self, parts: Vec<Table>) {
        for (i, mine) in self.columns.iter_mut().enumerate() {
            let theirs = || parts.iter().filter_map(|p| p.columns.get(i));
            let rows = parts.iter().map(|p| p.rows).sum();
            if let Some(valid) = &mut mine.valid {
                valid.reserve_exact(rows);
            }
            match &mut mine.values {
                Values::Text { data, offsets } => {
                    let size = |c: &Column| if let Values::Text { data, .. } = &c.values { data.len() } else { 0 };
                    data.reserve_exact(theirs().map(size).sum());
                    offsets.reserve_exact(rows);
                }
                Values::Int(v) => v.reserve_exact(rows),
                Values::Float(v) => v.reserve_exact(rows),
                Values::Bool(v) => v.reserve_exact(rows),
            }
        }
        parts.into_iter().for_each(|part| self.append(part));
    }

    fn append(&mut self, other: Table) {
        self.rows += other.rows;
        for (mine, theirs) in self.columns.iter_mut().zip(other.columns) {
            if let (Some(a), Some(b)) = (&mut mine.valid, theirs.valid) {
                a.extend(b);
            }
            match (&mut mine.values, theirs.values) {
                (Values::Text { data, offsets }, Values::Text { data: more, offsets: theirs }) => {
                    let base = data.len() as i64;
                    data.push_str(&more);
                    offsets.extend(theirs.iter().skip(1).map(|o| base + o));
                }
                (Values::Int(a), Values::Int(b)) => a.extend(b),
                (Values::Float(a), Values::Float(b)) => a.extend(b),
                (Values::Bool(a), Values::Bool(b)) => a.extend(b),
                _ => debug_assert!(false, "tables of different documents have the same columns"),
            }
        }
    }

    fn row(&mut self, id: &Id) -> Row<'_> {
        self.rows += 1;
        let mut row = Row { columns: self.columns.iter_mut() };
        match id {
            Id::Number(n) => row.int(*n),
            Id::Text(s) => row.text(Some(s)),
        };
        row
    }
}

/// Fills one row, cell by cell, in the order of the columns.
struct Row<'a> {
    columns: std::slice::IterMut<'a, Column>,
}

impl Row<'_> {
    fn cell<T: Default>(&mut self, value: Option<T>, put: impl FnOnce(&mut Values, T)) -> &mut Self {
        if let Some(column) = self.columns.next() {
            debug_assert!(column.valid.is_some() || value.is_some(), "{} is never empty", column.name);
            if let Some(valid) = &mut column.valid {
                valid.push(value.is_some());
            }
            put(&mut column.values, value.unwrap_or_default());
        }
        self
    }

    fn text(&mut self, value: Option<&str>) -> &mut Self {
        self.cell(value, |values, v| match values {
            Values::Text { data, offsets } => {
                data.push_str(v);
                offsets.push(data.len() as i64);
            }
            _ => debug_assert!(false, "a text in a column of another type"),
        })
    }

    fn some_int(&mut self, value: Option<i64>) -> &mut Self {
        self.cell(value, |values, v| match values {
            Values::Int(cells) => cells.push(v),
            _ => debug_assert!(false, "a whole number in a column of another type"),
        })
    }

    fn int(&mut self, value: i64) -> &mut Self {
        self.some_int(Some(value))
    }

    fn index(&mut self, value: Option<u32>) -> &mut Self {
        self.some_int(value.map(i64::from))
    }

    fn span(&mut self, span: Span) -> &mut Self {
        self.some_span(Some(span))
    }

    fn some_span(&mut self, span: Option<Span>) -> &mut Self {
        self.some_int(span.map(|s| s.start as i64)).some_int(span.map(|s| s.end as i64))
    }

    fn float(&mut self, value: Option<f64>) -> &mut Self {
        self.cell(value, |values, v| match values {
            Values::Float(cells) => cells.push(v),
            _ => debug_assert!(false, "a number in a column of another type"),
        })
    }

    fn bool(&mut self, value: bool) -> &mut Self {
        self.cell(Some(value), |values, v| match values {
            Values::Bool(cells) => cells.push(v),
            _ => debug_assert!(false, "yes or no in a column of another type"),
        })
    }
}

impl Tables {
    /// Empty tables; `numbers` tells whether the documents' ids are numbers.
    pub fn new(numbers: bool) -> Tables {
        let table = |fields| Table::new(fields, numbers);
        Tables {
            documents: table(DOCUMENTS),
            blocks: table(BLOCKS),
            sentences: table(SENTENCES),
            mentions: table(MENTIONS),
            quotes: table(QUOTES),
            statements: table(STATEMENTS),
        }
    }

    /// The tables in their order.
    pub fn into_six(self) -> [Table; 6] {
        [self.documents, self.blocks, self.sentences, self.mentions, self.quotes, self.statements]
    }

    /// Adds the rows of other tables after these.
    pub fn extend(&mut self, parts: Vec<Tables>) {
        let mut six: [Vec<Table>; 6] = Default::default();
        for p in parts {
            six.iter_mut().zip(p.into_six()).for_each(|(list, table)| list.push(table));
        }
        let mine = [
            &mut self.documents,
            &mut self.blocks,
            &mut self.sentences,
            &mut self.mentions,
            &mut self.quotes,
            &mut self.statements,
        ];
        mine.into_iter().zip(six).for_each(|(table, parts)| table.extend(parts));
    }

    /// Adds the rows of one document.
    ///
    /// ```
    /// use dateline::{Pipeline, record::Id, table::Tables};
    /// let text = "“We stay,” said Layla Haddad.";
    /// let mut tables = Tables::new(false);
    /// tables.push(&Id::Text("a1".into()), text, &Pipeline::default().read(text));
    /// assert_eq!((tables.documents.rows, tables.quotes.rows), (1, 1));
    /// ```
    pub fn push(&mut self, id: &Id, text: &str, doc: &Document) {
        let chars = Offsets::new(text);
        self.push_document(id, text, doc, &chars);
        for (i, b) in doc.blocks.iter().enumerate() {
            let d = b.dateline.as_ref();
            let part = |span: Option<Span>| span.map(|s| s.of(text));
            let mut row = self.blocks.row(id);
            row.int(i as i64).span(chars.span(b.span)).text(Some(b.span.of(text))).text(Some(b.kind.as_str()));
            row.text(part(d.and_then(|d| d.place))).text(part(d.and_then(|d| d.date)));
            row.text(part(d.and_then(|d| d.agency)));
        }
        for (i, s) in doc.sentences.iter().enumerate() {
            let mut row = self.sentences.row(id);
            row.int(i as i64).span(chars.span(s.span)).text(Some(s.span.of(text))).index(Some(s.block));
        }
        for (i, m) in doc.mentions.iter().enumerate() {
            let e = &doc.entities[m.entity as usize];
            let mut row = self.mentions.row(id);
            row.int(i as i64).span(chars.span(m.span)).text(Some(m.span.of(text))).text(Some(m.label.as_str()));
            row.text(e.entity_id.as_deref()).text(Some(&e.name)).text(Some(doc.kind_of(m)));
            row.text(e.country.as_deref()).float(e.lat).float(e.lon);
            row.bool(m.demonym).bool(m.metonym).bool(m.nested).float(Some(round(m.score))).text(Some(m.rule));
            row.index(m.sentence).index(Some(m.block)).index(m.quote);
        }
        for (i, q) in doc.quotes.iter().enumerate() {
            self.push_quote(id, text, doc, &chars, i, q);
        }
        self.push_statements(id, text, doc, &chars);
    }

    fn push_document(&mut self, id: &Id, text: &str, doc: &Document, chars: &Offsets<'_>) {
        let first = |kind| doc.blocks.iter().find(|b| b.kind == kind);
        let words = |kind| first(kind).map(|b| b.span.of(text));
        let dateline = first(BlockKind::Dateline).and_then(|b| b.dateline.as_ref());
        let part = |span: Option<Span>| span.map(|s| s.of(text));
        let mut row = self.documents.row(id);
        row.int(chars.char(text.len()) as i64).text(words(BlockKind::Title)).text(words(BlockKind::Byline));
        row.text(part(dateline.and_then(|d| d.place))).text(part(dateline.and_then(|d| d.date)));
        row.text(part(dateline.and_then(|d| d.agency)));
        row.int(doc.blocks.len() as i64).int(doc.sentences.len() as i64).int(doc.mentions.len() as i64);
        row.int(doc.quotes.len() as i64).int(doc.statements.len() as i64);
    }

    fn push_quote(&mut self, id: &Id, text: &str, doc: &Document, chars: &Offsets<'_>, i: usize, q: &Quote) {
        let who = q.speaker_entity.map(|e| &doc.entities[e as usize]);
        let words = |span: Option<Span>| span.map(|s| s.of(text));
        let place = |span: Option<Span>| span.map(|s| chars.span(s));
        let mut row = self.quotes.row(id);
        row.int(i as i64).span(chars.span(q.span)).span(chars.span(q.inner));
        row.text(Some(q.span.of(text))).text(Some(q.kind.as_str())).index(Some(q.group));
        row.text(words(q.speaker)).some_span(place(q.speaker));
        row.text(who.map(|e| &*e.name)).text(who.and_then(|e| e.entity_id.as_deref()));
        row.text(q.role.as_deref()).text(q.affiliation.as_deref()).bool(q.anonymous);
        row.text(words(q.cue)).some_span(place(q.cue)).text(words(q.addressee)).text(words(q.medium));
        row.bool(q.denied).text(Some(q.rule)).index(q.sentence).index(Some(q.block));
    }

    /// Each row repeats its quote. A hostile text, one endless quote full of names, would make that grow with the square
    /// of its length: from a document's sixteenfold on, the text stays empty (and is still in the table of quotes).
    fn push_statements(&mut self, id: &Id, text: &str, doc: &Document, chars: &Offsets<'_>) {
        let mut budget = 16 * text.len() + 65_536;
        for (i, s) in doc.statements.iter().enumerate() {
            let (q, m) = (&doc.quotes[s.quote as usize], &doc.mentions[s.mention as usize]);
            let e = &doc.entities[m.entity as usize];
            let who = q.speaker_entity.map(|e| &doc.entities[e as usize]);
            let mut words = |span: Option<Span>| {
                let span = span.filter(|s| s.len() <= budget)?;
                budget -= span.len();
                Some(span.of(text))
            };
            let mut row = self.statements.row(id);
            row.int(i as i64).index(Some(s.quote)).index(Some(s.mention));
            row.text(words(q.speaker)).text(who.map(|e| &*e.name)).text(who.and_then(|e| e.entity_id.as_deref()));
            row.text(q.role.as_deref()).text(q.affiliation.as_deref()).text(words(q.cue));
            row.text(Some(q.kind.as_str())).bool(q.denied).text(words(Some(q.span)));
            row.text(Some(m.label.as_str())).text(Some(&e.name)).text(e.entity_id.as_deref());
            row.text(Some(doc.kind_of(m))).text(e.country.as_deref()).float(e.lat).float(e.lon);
            row.text(Some(m.span.of(text))).span(chars.span(m.span));
        }
    }
}

/// A score as it is written: four decimals say all it can, and the wider type would add digits of noise.
pub(crate) fn round(score: f32) -> f64 {
    (f64::from(score) * 1e4).round() / 1e4
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Pipeline;

    fn tables(texts: &[&str]) -> Tables {
        let one = |(i, text): (usize, &&str)| {
            let mut one = Tables::new(true);
            one.push(&Id::Number(i as i64), text, &Pipeline::default().read(text));
            one
        };
        let mut all = Tables::new(true);
        all.extend(texts.iter().enumerate().map(one).collect());
        all
    }

    #[test]
    fn every_column_has_as_many_cells_as_the_table_has_rows() {
        let t = tables(&["“Iraq waits,” said Layla Haddad.\n\nSyria, Peña.", "", "«x»"]);
        for table in [&t.documents, &t.blocks, &t.sentences, &t.mentions, &t.quotes, &t.statements] {
            for column in &table.columns {
                let cells = match &column.values {
                    Values::Text { data, offsets } => {
                        assert_eq!(offsets.last(), Some(&(data.len() as i64)));
                        offsets.len() - 1
                    }
                    Values::Int(v) => v.len(),
                    Values::Float(v) => v.len(),
                    Values::Bool(v) => v.len(),
                };
                assert_eq!(cells, table.rows, "{}", column.name);
                assert!(column.valid.as_ref().is_none_or(|v| v.len() == cells), "{}", column.name);
            }
        }
        assert_eq!(t.documents.rows, 3);
    }

    #[test]
    fn statements_of_one_endless_quote_stay_linear() {
        let text = format!("“{}”", "Syria ".repeat(20_000));
        let t = tables(&[&text]);
        let size: usize = t
            .statements
            .columns
            .iter()
            .map(|c| if let Values::Text { data, .. } = &c.values { data.len() } else { 0 })
            .sum();
        assert!(size < 40 * text.len(), "{size}");
    }

    #[test]
    fn a_score_keeps_its_digits() {
        assert!((round(0.9) - 0.9).abs() < 1e-12 && (round(1.0 / 3.0) - 0.3333).abs() < 1e-12);
    }
}
