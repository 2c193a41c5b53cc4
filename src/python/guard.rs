//! No panic crosses into Python: it is caught where it happens and becomes a `DatelineError`.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};

thread_local! {
    /// Where the last panic of this thread happened.
    static WHERE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps panics from being written to standard error: what happened is told in the exception. The hook is this
/// library's own; other extension modules have theirs.
pub fn install() {
    set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string);
        WHERE.with(|w| *w.borrow_mut() = place);
    }));
}

/// Does the work; a panic becomes a message.
pub fn guard<R>(work: impl FnOnce() -> R) -> Result<R, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let place = WHERE.with(|w| w.borrow_mut().take()).unwrap_or_default();
        format!("internal error: {} ({place}); please report it with the text", message(&*panic))
    })
}

fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("panic")
}
