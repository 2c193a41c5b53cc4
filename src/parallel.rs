//! A thread pool of our own, which survives `fork`.
//!
//! A forked child has the pool's memory but none of its threads, so work sent to it would wait for ever. The pool is
//! therefore kept by process id: a child that finds only its parent's pool makes a new one. Pools are never dropped, for
//! dropping one would wait for threads that the child does not have. `RAYON_NUM_THREADS` sets the number of threads.

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// How often the calling thread looks up from a long run.
const TICK: Duration = Duration::from_millis(50);

/// One process's pool; the pools of forked children follow it. `OnceLock::set` gets the finished pool, so a fork can
/// catch it half-set only within a few nanoseconds.
struct Node {
    pid: u32,
    pool: Option<ThreadPool>,
    next: OnceLock<Box<Node>>,
}

static POOLS: OnceLock<Box<Node>> = OnceLock::new();

/// The pool of this process; none where the system gives no threads.
pub(crate) fn pool() -> Option<&'static ThreadPool> {
    let pid = std::process::id();
    let mut slot = &POOLS;
    let mut spare: Option<Box<Node>> = None;
    loop {
        if let Some(node) = slot.get() {
            if node.pid == pid {
                return node.pool.as_ref();
            }
            slot = &node.next;
            continue;
        }
        let node = spare.take().unwrap_or_else(|| {
            let name = |i| format!("dateline-{i}");
            Box::new(Node { pid, pool: ThreadPoolBuilder::new().thread_name(name).build().ok(), next: OnceLock::new() })
        });
        // if another thread was faster, its node is looked at next
        spare = slot.set(node).err();
    }
}

/// Number of threads that work in parallel.
pub fn threads() -> usize {
    pool().map_or(1, ThreadPool::current_num_threads)
}

/// How far a run is, and whether it shall stop: shared between the threads that work and the one that waits.
#[derive(Debug, Default)]
pub struct Run {
    /// Items done so far.
    pub done: AtomicUsize,
    /// Set to stop: items not yet begun are left out.
    pub stop: AtomicBool,
}

impl Run {
    /// Whether the run was told to stop.
    pub fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// Does `work` for every chunk of `items` on the pool, and gives the results in order; the calling thread meanwhile calls
/// `tick` twenty times a second. `None` where the run was stopped before the chunk began.
///
/// ```
/// use dateline::parallel::{Run, map};
/// let sums = map(&[1, 2, 3, 4, 5], 2, &Run::default(), |at, chunk| at + chunk.iter().sum::<usize>(), || {});
/// assert_eq!(sums, [Some(3), Some(9), Some(9)]);
/// ```
pub fn map<T: Sync, R: Send>(
    items: &[T],
    chunk: usize,
    run: &Run,
    work: impl Fn(usize, &[T]) -> R + Sync,
    mut tick: impl FnMut(),
) -> Vec<Option<R>> {
    let chunk = chunk.max(1);
    let one = |(i, part): (usize, &[T])| (!run.stopped()).then(|| work(i * chunk, part));
    let Some(pool) = pool() else {
        return items.chunks(chunk).enumerate().map(one).inspect(|_| tick()).collect();
    };
    let (send, receive) = channel();
    pool.in_place_scope(|scope| {
        scope.spawn(|_| {
            // the receiver lives until the results have come
            let _ = send.send(items.par_chunks(chunk).enumerate().map(one).collect());
        });
        loop {
            match receive.recv_timeout(TICK) {
                Ok(results) => return results,
                Err(RecvTimeoutError::Timeout) => tick(),
                // the work panicked: the scope hands the panic on
                Err(RecvTimeoutError::Disconnected) => return Vec::new(),
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_order_and_counts() {
        let items: Vec<usize> = (0..1000).collect();
        let run = Run::default();
        let out = map(
            &items,
            7,
            &run,
            |at, part| {
                run.done.fetch_add(part.len(), Ordering::Relaxed);
                (at, part.to_vec())
            },
            || {},
        );
        let flat: Vec<usize> = out.into_iter().flatten().flat_map(|(_, p)| p).collect();
        assert_eq!(flat, items);
        assert_eq!(run.done.into_inner(), 1000);
    }

    #[test]
    fn a_stopped_run_leaves_items_out() {
        let run = Run::default();
        run.stop.store(true, Ordering::Relaxed);
        assert_eq!(map(&[1, 2], 1, &run, |_, _| (), || {}), [None, None]);
        assert!(map(&[] as &[u8], 1, &run, |_, _| (), || {}).is_empty());
    }
}
