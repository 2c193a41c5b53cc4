//! `find`, `find_tuples`, `sub`, `replace`.

use super::matched::Match;
use super::search::{Found, How, search};
use super::window::{Window, each_window};
use super::{Gazetteer, Part};
use crate::gazetteer::Overlap;
use crate::python::error::internal;
use crate::python::guard::guard;
use crate::python::text::{one, utf8};
use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyList, PySlice, PyString};
use std::cell::Cell;

/// Texts of fewer bytes are searched without giving the interpreter lock away: taking it again costs more than the search.
const SHORT: usize = 32 << 10;
/// A buffer that grew beyond this many matches is given back after use.
const KEEP: usize = 1 << 16;

thread_local! {
    static FOUND: Cell<Vec<Found>> = const { Cell::new(Vec::new()) };
}

impl Gazetteer {
    /// Searches a text and gives what was found to `with`, window by window.
    #[inline]
    fn searched(
        &self,
        text: &Bound<'_, PyString>,
        how: How<'_>,
        mut with: impl FnMut(&Window<'_>, &mut Vec<Found>) -> PyResult<()>,
    ) -> PyResult<()> {
        let mut found = FOUND.take();
        each_window(text, |window| {
            found.clear();
            self.search_window(text.py(), &window, how, &mut found)?;
            with(&window, &mut found)
        })?;
        if found.capacity() <= KEEP {
            FOUND.set(found);
        }
        Ok(())
    }

    #[inline]
    fn search_window(&self, py: Python<'_>, window: &Window<'_>, how: How<'_>, found: &mut Vec<Found>) -> PyResult<()> {
        let mut run = || guard(|| search(&self.cores, window.words, how, found));
        if window.words.len() < SHORT {
            run()
        } else {
            let done = py.detach(run);
            py.check_signals()?;
            done
        }
        .map_err(|m| internal(&m, None))
    }

    /// The matches of a window of a text, made one by one.
    fn each_match<'py>(
        &self,
        text: &Bound<'py, PyString>,
        window: &Window<'_>,
        found: &[Found],
        mut with: impl FnMut(crate::Span, Match) -> PyResult<()>,
    ) -> PyResult<()> {
        let py = text.py();
        let mut walk = window.walk();
        for same in found.chunk_by(|a, b| a.span == b.span) {
            let span = same[0].span;
            let (start, end) = walk.span(span);
            let (mut ids, mut seen) = (Vec::new(), Vec::new());
            let mut first: Option<(&Part, u32)> = None;
            for f in same {
                let part = &self.parts[f.part as usize];
                for c in part.core.candidates(f.name).iter() {
                    if same.len() == 1 || !seen.contains(&(f.part, c.entity)) {
                        first.get_or_insert((part, c.entity));
                        ids.extend(part.id(py, c.entity).map(|id| id.clone_ref(py)));
                        seen.push((f.part, c.entity));
                    }
                }
            }
            let Some((part, entity)) = first else { continue };
            let Some(name) = part.name(py, entity) else { continue };
            let piece = if window.lossy {
                // only the text itself can give them back
                let slice = PySlice::new(py, start as isize, end as isize, 1);
                text.as_any().get_item(slice)?.cast_into::<PyString>()?
            } else {
                PyString::new(py, span.of(window.words))
            };
            let mut ids = ids.into_iter();
            let Some(entity_id) = ids.next() else { continue };
            let others = if ids.len() == 0 { Vec::new() } else { ids.collect() };
            let made = Match {
                start,
                end,
                text: piece.unbind(),
                entity_id,
                name: name.clone_ref(py),
                label: PyString::intern(py, part.core.label(entity).as_str()).unbind(),
                others,
            };
            with(span, made)?;
        }
        Ok(())
    }
}

#[pymethods]
impl Gazetteer {
    /// Finds the names in a text.
    ///
    /// Parameters
    /// ----------
    /// text : str
    ///     Anything; no text makes it fail.
    /// overlap : {"longest", "all"}
    ///     `"longest"` gives the leftmost, then the longest name at each place, so that matches are disjoint. `"all"` gives
    ///     the names inside them and those that overlap, too.
    /// boundaries : bool
    ///     `False` finds names inside words, too: as they are written, in the capitals that count for them, in no other
    ///     spelling.
    /// as_tuples : bool
    ///     Give what `find_tuples` gives, which is faster.
    ///
    /// Returns
    /// -------
    /// list of Match
    ///     In order of their starts, the longer first.
    ///
    /// Examples
    /// --------
    /// >>> import dateline as dl
    /// >>> g = dl.Gazetteer(["New York", ("New York Times", "paper:nyt")])
    /// >>> g.find("The New York Times of New York, not of New Yorkers")
    /// [Match(4, 18, 'New York Times', 'paper:nyt'), Match(22, 30, 'New York', 'New York')]
    /// >>> [m.text for m in g.find("New York Times", overlap="all")]
    /// ['New York Times', 'New York']
    /// >>> dl.Gazetteer(["Hafen", "amt"]).find("das Hafenamt", boundaries=False)
    /// [Match(4, 9, 'Hafen', 'Hafen'), Match(9, 12, 'amt', 'amt')]
    #[pyo3(signature = (text, *, overlap="longest", boundaries=true, as_tuples=false))]
    fn find<'py>(
        &self,
        text: &Bound<'py, PyAny>,
        overlap: &str,
        boundaries: bool,
        as_tuples: bool,
    ) -> PyResult<Bound<'py, PyList>> {
        if as_tuples {
            return self.find_tuples(text, overlap, boundaries);
        }
        let text = one(text, "find")?;
        let out = PyList::empty(text.py());
        self.searched(text, self.how(text.py(), overlap, boundaries)?, |window, found| {
            self.each_match(text, window, found, |_, m| out.append(m))
        })?;
        Ok(out)
    }

    /// Finds the names in a text: the fast form.
    ///
    /// Parameters
    /// ----------
    /// text : str
    ///     Anything.
    /// overlap : {"longest", "all"}
    ///     As for `find`.
    /// boundaries : bool
    ///     As for `find`.
    ///
    /// Returns
    /// -------
    /// list of (int, int, str)
    ///     Start, end, and the id of the entity; of the first one, if the name may mean several.
    ///
    /// Examples
    /// --------
    /// >>> import dateline as dl
    /// >>> dl.Gazetteer({"Q60": ["New York", "NYC"]}).find_tuples("From NYC")
    /// [(5, 8, 'Q60')]
    #[pyo3(signature = (text, *, overlap="longest", boundaries=true))]
    fn find_tuples<'py>(
        &self,
        text: &Bound<'py, PyAny>,
        overlap: &str,
        boundaries: bool,
    ) -> PyResult<Bound<'py, PyList>> {
        let (py, text) = (text.py(), one(text, "find")?);
        let nobody = intern!(py, "");
        let mut out: Option<Bound<'py, PyList>> = None;
        self.searched(text, self.how(text.py(), overlap, boundaries)?, |window, found| {
            if self.parts.len() > 1 || !boundaries {
                found.dedup_by_key(|f| f.span);
            }
            let mut walk = window.walk();
            let tuple = |f: &Found| {
                let (start, end) = walk.span(f.span);
                let part = &self.parts[f.part as usize];
                let id = part.core.candidates(f.name).first().and_then(|c| part.id(py, c.entity));
                (start, end, id.map_or(nobody, |id| id.bind(py)))
            };
            match &out {
                None => out = Some(PyList::new(py, found.iter().map(tuple))?),
                Some(list) => found.iter().map(tuple).try_for_each(|t| list.append(t))?,
            }
            Ok(())
        })?;
        Ok(out.unwrap_or_else(|| PyList::empty(py)))
    }

    /// Puts something else in the place of every name.
    ///
    /// Parameters
    /// ----------
    /// text : str
    ///     Anything.
    /// repl : str, mapping or callable
    ///     A text; a mapping of entity ids to texts, which leaves names alone whose id it has not; or a function that takes
    ///     a `Match` and gives a text, or `None` to leave the name alone.
    ///
    /// Returns
    /// -------
    /// str
    ///
    /// Examples
    /// --------
    /// >>> import dateline as dl
    /// >>> g = dl.Gazetteer({"Syria": ["Syria", "SAR"], "Iraq": ["Iraq"]})
    /// >>> g.sub("Syria and Iraq", "***")
    /// '*** and ***'
    /// >>> g.sub("Syria and Iraq", {"Iraq": "IRQ"})
    /// 'Syria and IRQ'
    /// >>> g.sub("Syria and Iraq", lambda m: f"[{m.text}]({m.entity_id})")
    /// '[Syria](Syria) and [Iraq](Iraq)'
    fn sub<'py>(&self, text: &Bound<'py, PyAny>, repl: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyString>> {
        let (py, text) = (text.py(), one(text, "find")?);
        let same = repl.cast::<PyString>().ok();
        let lookup = if same.is_some() {
            None
        } else if repl.is_callable() {
            Some((true, repl.clone()))
        } else if let Ok(get) = repl.getattr(intern!(py, "get")) {
            Some((false, get))
        } else {
            let kind = repl.get_type().qualname()?;
            return Err(PyTypeError::new_err(format!("repl: expected a str, a mapping or a function, got {kind}")));
        };
        self.pieces(text, |m| {
            let given = match &lookup {
                None => return Ok(same.cloned()),
                Some((true, function)) => function.call1((m,))?,
                Some((false, get)) => get.call1((m.entity_id,))?,
            };
            if given.is_none() { Ok(None) } else { Ok(Some(given.cast_into::<PyString>()?)) }
        })
    }

    /// Puts the canonical name in the place of every name, as flashtext's `replace_keywords` does.
    ///
    /// Parameters
    /// ----------
    /// text : str
    ///     Anything.
    ///
    /// Returns
    /// -------
    /// str
    ///
    /// Examples
    /// --------
    /// >>> import dateline as dl
    /// >>> dl.Gazetteer.from_dict({"New York": ["NYC", "Big Apple"]}).replace("From NYC to the Big Apple")
    /// 'From New York to the New York'
    fn replace<'py>(&self, text: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyString>> {
        let text = one(text, "find")?;
        self.pieces(text, |m| Ok(Some(m.name.into_bound(text.py()))))
    }
}

impl Gazetteer {
    /// The text with what `make` gives in the place of each match; with nothing the match stays.
    fn pieces<'py>(
        &self,
        text: &Bound<'py, PyString>,
        mut make: impl FnMut(Match) -> PyResult<Option<Bound<'py, PyString>>>,
    ) -> PyResult<Bound<'py, PyString>> {
        let py = text.py();
        // the matches first: `make` may call this gazetteer again
        let words = utf8(text)?;
        let window = Window::whole(text, &words)?;
        let (mut found, mut matches) = (Vec::new(), Vec::new());
        self.search_window(py, &window, How { overlap: Overlap::Longest, inside: None }, &mut found)?;
        self.each_match(text, &window, &found, |span, m| {
            matches.push((span, m));
            Ok(())
        })?;
        if matches.is_empty() {
            return Ok(text.clone());
        }
        if window.lossy {
            return Self::pieces_by_slices(text, matches, make);
        }
        let (mut out, mut at) = (String::with_capacity(words.len()), 0);
        for (span, m) in matches {
            if let Some(new) = make(m)? {
                out.push_str(words.get(at..span.start).unwrap_or(""));
                match new.to_str() {
                    Ok(new) => out.push_str(new),
                    Err(_) => return Err(PyTypeError::new_err("repl: the text has lone surrogates")),
                }
                at = span.end;
            }
        }
        out.push_str(words.get(at..).unwrap_or(""));
        Ok(PyString::new(py, &out))
    }

    /// The same for texts with lone surrogates, which only `str` can hold.
    fn pieces_by_slices<'py>(
        text: &Bound<'py, PyString>,
        matches: Vec<(crate::Span, Match)>,
        mut make: impl FnMut(Match) -> PyResult<Option<Bound<'py, PyString>>>,
    ) -> PyResult<Bound<'py, PyString>> {
        let py = text.py();
        let slice = |from: usize, to: usize| text.as_any().get_item(PySlice::new(py, from as isize, to as isize, 1));
        let (out, mut at) = (PyList::empty(py), 0);
        for (_, m) in matches {
            let (start, end) = (m.start, m.end);
            if let Some(new) = make(m)? {
                out.append(slice(at, start)?)?;
                out.append(new)?;
                at = end;
            }
        }
        out.append(slice(at, text.len()?)?)?;
        Ok(PyString::new(py, "").call_method1("join", (out,))?.cast_into::<PyString>()?)
    }
}
