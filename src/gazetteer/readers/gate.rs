//! GATE's gazetteers: an index `lists.def` of `file.lst:majorType[:minorType[:language[:annotationType]]]`, and lists of one
//! entry a line, which may carry features after a separator (`Paris&country=France`).

use super::{Collector, Options, Reading, each_line};
use crate::document::Label;
use crate::error::{Error, Result};
use crate::gazetteer::Entity;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// Reads `lists.def` and the lists it names, which lie beside it. The major type becomes the label (`location` is a
/// place; `organization` and `person` are actors), the minor type the kind. A feature `id` gives the id, else it is the entry itself.
///
/// `separator` parts an entry from its features; GATE's own default is none.
///
/// # Errors
/// An index that cannot be read; with [`Options::strict`], the first line or list that is wrong.
pub fn read_gate(index: impl AsRef<Path>, separator: Option<char>, options: &Options) -> Result<Reading> {
    let index = index.as_ref();
    let file = File::open(index).map_err(|e| Error::io(index, e))?;
    let folder = index.parent().unwrap_or(Path::new("."));
    Collector::reading(options, |out| read(file, folder, separator, out))
}

fn read(index: File, folder: &Path, separator: Option<char>, out: &mut Collector<'_>) -> Result<()> {
    each_line(BufReader::new(index), out, |out, number, line| {
        if line.trim().is_empty() || line.starts_with('#') {
            return Ok(());
        }
        let fields: Vec<&str> = line.split(':').map(str::trim).collect();
        let [name, major, rest @ ..] = fields.as_slice() else {
            return out.reject(number, "a list without a major type");
        };
        let label = match *major {
            _ if out.options.relabel => out.options.label.clone(),
            "location" => Label::Place,
            "organization" | "person" => Label::Actor,
            other => Label::from_name(other),
        };
        let kind = rest.first().copied().filter(|k| !k.is_empty()).unwrap_or(major);
        let Ok(list) = File::open(folder.join(name)) else {
            return out.reject(number, format!("the list `{name}` cannot be opened"));
        };
        read_list(BufReader::new(list), name, &label, kind, separator, out)
    })
}

fn read_list(
    list: impl std::io::BufRead,
    file: &str,
    label: &Label,
    kind: &str,
    separator: Option<char>,
    out: &mut Collector<'_>,
) -> Result<()> {
    each_line(list, out, |out, number, line| {
        if line.trim().is_empty() {
            return Ok(());
        }
        let mut parts = match separator {
            Some(s) => line.split(s).map(str::trim).collect::<Vec<_>>().into_iter(),
            None => vec![line.trim()].into_iter(),
        };
        let Some(name) = parts.next().filter(|n| !n.is_empty()) else {
            return out.reject(number, format!("{file}: an entry without a name"));
        };
        let id = parts.find_map(|feature| feature.strip_prefix("id=")).unwrap_or(name);
        out.push(Entity { label: label.clone(), kind: kind.to_string(), ..out.options.entity(id, name) });
        Ok(())
    })
}
