//! Whether what people were told can have happened in one order: the search of Wing and Gong, with the memory of Lowe.

use std::collections::HashSet;
use std::fmt::Debug;
use std::hash::Hash;

/// So many ways at once are gone before it is given up.
const MOST: usize = 200_000;

/// One thing that people change one after the other, though they ask for it at the same time.
pub trait Thing: Clone + Eq + Hash + Debug {
    /// What was asked of it, and what was said to that.
    type Deed: Clone + Debug;

    /// What it is after that; `None` where something else would have been said.
    fn after(&self, deed: &Self::Deed) -> Option<Self>;

    /// Whether it leaves everything as it is, whenever it is done.
    fn only_looks(deed: &Self::Deed) -> bool;
}

/// Where something stands in a log: after this event, and those that changed nothing after the one that did.
pub type Place = (u64, bool);

/// One deed, with when it was asked for and answered by one clock for all.
#[derive(Clone, Debug)]
pub struct Told<D> {
    pub asked: u64,
    pub answered: u64,
    /// Where it is known, the order is the log's.
    pub place: Option<Place>,
    pub deed: D,
}

/// A part of the deeds, done.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Done<T> {
    thing: T,
    /// Everything before this one,
    until: usize,
    /// and these after it.
    ahead: Vec<usize>,
    /// So many of those with a place.
    placed: usize,
}

/// Deeds in the order in which they were asked for, and of those with a place, the order of the places.
struct History<'a, D> {
    told: Vec<&'a Told<D>>,
    places: Vec<usize>,
}

/// Holds a history to one order in which everything fits: nothing comes before what was answered before it was asked
/// for, and whatever was said is what would have been said then.
///
/// # Errors
/// There is none; how far one comes.
pub fn one_order<T: Thing>(first: T, told: &[Told<T::Deed>]) -> Result<(), String> {
    let history = History::of(told);
    let mut first = Done {
        thing: first,
        until: 0,
        ahead: Vec::new(),
        placed: 0,
    };
    history.look(&mut first);
    // Everything that may have been done after as many changes: what is reached in two ways is gone into once.
    let mut all = HashSet::from([first]);
    loop {
        if all.iter().any(|done| done.until == told.len()) {
            return Ok(());
        }
        let next: HashSet<Done<T>> = all.iter().flat_map(|done| history.change(done)).collect();
        if next.is_empty() {
            let furthest = all.iter().max_by_key(|done| done.count());
            return Err(history.stuck(furthest.expect("there was a first one")));
        }
        if next.len() > MOST {
            return Err(format!("there are more than {MOST} ways to go on"));
        }
        all = next;
    }
}

impl<T> Done<T> {
    fn count(&self) -> usize {
        self.until + self.ahead.len()
    }
}

impl<D: Clone + Debug> History<'_, D> {
    fn of(told: &[Told<D>]) -> History<'_, D> {
        let mut told: Vec<&Told<D>> = told.iter().collect();
        told.sort_by_key(|one| one.asked);
        let mut places: Vec<usize> = (0..told.len()).filter(|at| told[*at].place.is_some()).collect();
        places.sort_by_key(|at| told[*at].place);
        History { told, places }
    }

    /// What can come next: nothing else was answered before it was asked for.
    fn next<T>(&self, done: &Done<T>) -> Vec<usize> {
        let (mut next, mut answered) = (Vec::new(), u64::MAX);
        for at in done.until..self.told.len() {
            let one = self.told[at];
            if one.asked > answered {
                break;
            }
            if done.ahead.binary_search(&at).is_ok() {
                continue;
            }
            answered = answered.min(one.answered);
            if one.place.is_none() || self.places[done.placed] == at {
                next.push(at);
            }
        }
        next
    }

    /// Who only looks, and fits now, may as well come now: whatever fits after it fits without it.
    fn look<T: Thing<Deed = D>>(&self, done: &mut Done<T>) {
        let fits = |done: &Done<T>, at: &usize| {
            let deed = &self.told[*at].deed;
            T::only_looks(deed) && done.thing.after(deed).is_some()
        };
        while let Some(at) = self.next(done).into_iter().find(|at| fits(done, at)) {
            self.take(at, done);
        }
    }

    /// All that may be done once one thing more is changed.
    fn change<T: Thing<Deed = D>>(&self, done: &Done<T>) -> Vec<Done<T>> {
        let next = self.next(done).into_iter();
        let fitting = next.filter_map(|at| {
            let thing = done.thing.after(&self.told[at].deed)?;
            let mut further = Done {
                thing,
                ..done.clone()
            };
            self.take(at, &mut further);
            self.look(&mut further);
            Some(further)
        });
        fitting.collect()
    }

    fn take<T>(&self, at: usize, done: &mut Done<T>) {
        done.placed += usize::from(self.told[at].place.is_some());
        let place = done.ahead.partition_point(|ahead| *ahead < at);
        done.ahead.insert(place, at);
        while done.ahead.first() == Some(&done.until) {
            done.ahead.remove(0);
            done.until += 1;
        }
    }

    fn stuck<T: Thing<Deed = D>>(&self, far: &Done<T>) -> String {
        let next = self.next(far).into_iter().map(|at| self.told[at]);
        format!(
            "after {} of {} nothing fits {:?}: {:?}",
            far.count(),
            self.told.len(),
            far.thing,
            next.collect::<Vec<_>>()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A number that is set and read.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    struct Number(u8);

    #[derive(Clone, Copy, Debug)]
    enum Deed {
        Set(u8),
        Read(u8),
        /// From one to the other, and only from that.
        Swap(u8, u8),
    }
    use Deed::{Read, Set, Swap};

    impl Thing for Number {
        type Deed = Deed;

        fn after(&self, deed: &Deed) -> Option<Number> {
            match *deed {
                Set(number) => Some(Number(number)),
                Read(number) => (self.0 == number).then_some(Number(number)),
                Swap(from, to) => (self.0 == from).then_some(Number(to)),
            }
        }

        fn only_looks(deed: &Deed) -> bool {
            matches!(deed, Read(_))
        }
    }

    fn fits(told: &[(u64, u64, Deed)]) -> bool {
        let told = told.iter().map(|(asked, answered, deed)| Told {
            asked: *asked,
            answered: *answered,
            place: None,
            deed: *deed,
        });
        one_order(Number(0), &told.collect::<Vec<_>>()).is_ok()
    }

    #[test]
    fn what_is_asked_at_the_same_time_may_come_in_either_order() {
        for read in [0, 1] {
            assert!(fits(&[(0, 9, Set(1)), (1, 2, Read(read))]));
        }
        assert!(fits(&[(0, 9, Swap(1, 2)), (1, 8, Swap(0, 1)), (2, 7, Read(2))]));
        assert!(fits(&[(0, 9, Set(1)), (0, 9, Set(2)), (10, 11, Read(1))]));
        assert!(fits(&[(0, 9, Set(1)), (0, 9, Set(2)), (10, 11, Read(2))]));
        assert!(fits(&[]));
    }

    #[test]
    fn a_stale_read_is_found() {
        assert!(!fits(&[(0, 1, Set(1)), (2, 3, Read(0))]));
        assert!(!fits(&[(0, 9, Set(1)), (1, 2, Read(1)), (3, 4, Read(0))]));
    }

    #[test]
    fn two_winners_are_found() {
        assert!(!fits(&[(0, 9, Swap(0, 1)), (0, 9, Swap(0, 2))]));
        assert!(fits(&[(0, 9, Swap(0, 1)), (0, 9, Swap(0, 2)), (0, 9, Set(0))]));
        assert!(!fits(&[(0, 9, Swap(0, 1)), (0, 9, Swap(0, 2)), (10, 11, Set(0))]));
    }

    #[test]
    fn an_order_that_all_agree_on_is_not_that_of_a_log_that_has_another() {
        let told = |places: [u64; 2]| {
            let mut at = 0;
            places.map(|place| {
                at += 1;
                Told {
                    asked: 0,
                    answered: 9,
                    place: Some((place, false)),
                    deed: Swap(at - 1, at),
                }
            })
        };
        assert_eq!(one_order(Number(0), &told([4, 7])), Ok(()));
        let error = one_order(Number(0), &told([7, 4])).unwrap_err();
        assert!(
            error.starts_with("after 0 of 2 nothing fits Number(0)"),
            "{error}"
        );
    }

    #[test]
    fn a_place_in_the_log_that_was_taken_before_it_was_asked_for_is_found() {
        let told = |place, asked, deed| Told {
            asked,
            answered: asked + 1,
            place: Some(place),
            deed,
        };
        let read_of = |place| [told((1, false), 0, Set(1)), told(place, 4, Read(1))];
        assert_eq!(one_order(Number(0), &read_of((1, true))), Ok(()));
        assert!(one_order(Number(1), &read_of((0, true))).is_err());
    }

    #[test]
    fn however_many_orders_there_are_each_way_is_gone_once() {
        let mut told: Vec<(u64, u64, Deed)> = (0..8).map(|_| (0, 9, Swap(0, 0))).collect();
        told.extend((0..5).map(|at| (0, 9, Swap(at, at + 1))));
        told.extend((0..5).map(|at| (0, 9, Swap(at + 1, at))));
        assert!(fits(&told));
        told.push((10, 11, Read(9)));
        assert!(!fits(&told));
    }
}
