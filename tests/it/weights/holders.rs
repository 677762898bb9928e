//! Who holds an account, and who has the duty that goes from hand to hand, as a model of a few lines: what each command
//! does to them, and what is said to it.

use super::linear::Thing;

/// A person by number.
pub type Who = u16;

/// What was said to a command, or seen by looking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    Accepted,
    AlreadySo,
    /// By the word a program acts on, and who has it instead.
    Refused(String, Option<Who>),
    Held(Option<Who>),
}

/// A command by somebody, the word on it, and where it is known, what was written into the log.
#[derive(Clone, Debug)]
pub struct Deed<A, W> {
    pub by: Who,
    /// May direct the calls of others.
    pub leads: bool,
    pub ask: A,
    pub said: Said,
    pub wrote: Option<Vec<W>>,
}

impl<A, W: PartialEq> Deed<A, W> {
    /// What was accepted may have changed something.
    fn only_looks(&self) -> bool {
        self.said != Said::Accepted
    }

    /// This was said, and written where that is known.
    fn came_to(&self, said: &Said, wrote: &[W]) -> bool {
        self.said == *said && self.wrote.as_ref().is_none_or(|log| log == wrote)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    Claim,
    Release,
    /// With the number of the claim, where one was given.
    Extend(Option<u64>),
    TakeOver,
    StartCall,
    Attempt(Option<u64>),
    Look,
    /// The duty went from one to the other, and with it the claims of who had it.
    Moved(Who, Who),
}

/// What the log says of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrote {
    /// The holder, the claim's number, and whom it was taken from.
    Claimed(Who, u64, Option<Who>),
    Ended(Who, u64),
    Extended,
    Calling,
    /// And who had the claim instead.
    Called(Option<Who>),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Account {
    claim: Option<Claim>,
    /// The number of the last claim.
    last: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Claim {
    holder: Who,
    number: u64,
    calling: bool,
}

impl Thing for Account {
    type Deed = Deed<Ask, Wrote>;

    fn after(&self, deed: &Self::Deed) -> Option<Account> {
        let mut next = *self;
        let (said, wrote) = next.does(deed);
        deed.came_to(&said, &wrote).then_some(next)
    }

    fn only_looks(deed: &Self::Deed) -> bool {
        deed.only_looks()
    }
}

impl Account {
    fn does(&mut self, deed: &Deed<Ask, Wrote>) -> (Said, Vec<Wrote>) {
        let by = deed.by;
        let refused = |word: &str, holder| (Said::Refused(word.to_owned(), holder), Vec::new());
        let nothing = || (Said::AlreadySo, Vec::new());
        let Some(claim) = self.claim else {
            return match deed.ask {
                Ask::Claim | Ask::TakeOver => (Said::Accepted, vec![self.give(by, None)]),
                Ask::StartCall => (Said::Accepted, vec![self.give(by, None), self.call()]),
                Ask::Release => nothing(),
                Ask::Extend(_) => refused("not_claimed", None),
                Ask::Attempt(_) => (Said::Accepted, vec![Wrote::Called(None)]),
                Ask::Look => (Said::Held(None), Vec::new()),
                Ask::Moved(..) => (Said::Accepted, Vec::new()),
            };
        };
        let (own, holder) = (claim.holder == by, Some(claim.holder));
        match deed.ask {
            Ask::Claim | Ask::TakeOver if own => nothing(),
            Ask::Claim => refused("already_claimed", holder),
            Ask::TakeOver if deed.leads => (Said::Accepted, vec![self.give(by, holder)]),
            Ask::TakeOver => refused("duty_needed", None),
            Ask::Release if own || deed.leads => (Said::Accepted, vec![self.end(claim)]),
            Ask::Extend(number) if own && is(number, claim) => match deed.said {
                // Not more than once in a while, and no time passes here.
                Said::Accepted => (Said::Accepted, vec![Wrote::Extended]),
                _ => nothing(),
            },
            Ask::StartCall if own && claim.calling => nothing(),
            Ask::StartCall if own => (Said::Accepted, vec![self.call()]),
            Ask::Release | Ask::Extend(_) | Ask::StartCall => refused("not_holder", holder),
            Ask::Attempt(number) => {
                let mut wrote = vec![Wrote::Called(holder.filter(|_| !own))];
                if own && is(number, claim) {
                    wrote.push(self.end(claim));
                }
                (Said::Accepted, wrote)
            }
            Ask::Look => (Said::Held(holder), Vec::new()),
            Ask::Moved(from, to) if claim.holder == from && !claim.calling => {
                (Said::Accepted, vec![self.end(claim), self.give(to, None)])
            }
            Ask::Moved(..) => (Said::Accepted, Vec::new()),
        }
    }

    fn give(&mut self, holder: Who, from: Option<Who>) -> Wrote {
        self.last += 1;
        let number = self.last;
        self.claim = Some(Claim {
            holder,
            number,
            calling: false,
        });
        Wrote::Claimed(holder, number, from)
    }

    fn call(&mut self) -> Wrote {
        if let Some(claim) = &mut self.claim {
            claim.calling = true;
        }
        Wrote::Calling
    }

    fn end(&mut self, claim: Claim) -> Wrote {
        self.claim = None;
        Wrote::Ended(claim.holder, claim.number)
    }
}

/// A number that is left out is that of any claim.
fn is(number: Option<u64>, claim: Claim) -> bool {
    number.is_none_or(|number| number == claim.number)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DutyAsk {
    Offer(Who),
    Accept,
    Look,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    Offered(Who, Who),
    HandedOver(Who, Who),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Duty {
    holder: Who,
    offered: Option<Who>,
}

impl Duty {
    pub fn of(holder: Who) -> Duty {
        Duty {
            holder,
            offered: None,
        }
    }

    fn does(&mut self, deed: &Deed<DutyAsk, Given>) -> (Said, Vec<Given>) {
        let (by, holder) = (deed.by, self.holder);
        let refused = |word: &str| (Said::Refused(word.to_owned(), None), Vec::new());
        match deed.ask {
            DutyAsk::Offer(_) if by != holder && !deed.leads => refused("duty_needed"),
            DutyAsk::Offer(to) if to == holder || self.offered == Some(to) => (Said::AlreadySo, Vec::new()),
            DutyAsk::Offer(to) => {
                self.offered = Some(to);
                (Said::Accepted, vec![Given::Offered(holder, to)])
            }
            DutyAsk::Accept if self.offered == Some(by) => {
                *self = Duty::of(by);
                (Said::Accepted, vec![Given::HandedOver(holder, by)])
            }
            DutyAsk::Accept if by == holder => (Said::AlreadySo, Vec::new()),
            DutyAsk::Accept => refused("not_offered"),
            DutyAsk::Look => (Said::Held(Some(holder)), Vec::new()),
        }
    }
}

impl Thing for Duty {
    type Deed = Deed<DutyAsk, Given>;

    fn after(&self, deed: &Self::Deed) -> Option<Duty> {
        let mut next = *self;
        let (said, wrote) = next.does(deed);
        deed.came_to(&said, &wrote).then_some(next)
    }

    fn only_looks(deed: &Self::Deed) -> bool {
        deed.only_looks()
    }
}

#[cfg(test)]
mod tests {
    use super::super::linear::{Told, one_order};
    use super::*;

    /// Somebody's deed from one moment to another; nobody here leads.
    fn told(by: Who, asked: u64, answered: u64, ask: Ask, said: Said) -> Told<Deed<Ask, Wrote>> {
        Told {
            asked,
            answered,
            place: None,
            deed: Deed {
                by,
                leads: false,
                ask,
                said,
                wrote: None,
            },
        }
    }

    fn lost(to: Who) -> Said {
        Said::Refused("already_claimed".to_owned(), Some(to))
    }

    fn fits(told: &[Told<Deed<Ask, Wrote>>]) -> bool {
        one_order(Account::default(), told).is_ok()
    }

    #[test]
    fn of_two_who_claim_at_once_one_has_it_and_the_other_is_told_who() {
        let first = || told(1, 0, 9, Ask::Claim, Said::Accepted);
        assert!(fits(&[first(), told(2, 0, 9, Ask::Claim, lost(1))]));
        assert!(!fits(&[first(), told(2, 0, 9, Ask::Claim, Said::Accepted)]));
        assert!(!fits(&[first(), told(2, 0, 9, Ask::Claim, lost(3))]));
    }

    #[test]
    fn a_look_that_shows_what_is_over_is_found() {
        let claimed = || told(1, 0, 1, Ask::Claim, Said::Accepted);
        let look = |asked, held| told(2, asked, asked + 1, Ask::Look, Said::Held(held));
        assert!(fits(&[claimed(), look(2, Some(1))]));
        assert!(!fits(&[claimed(), look(2, None)]));
        let released = told(1, 2, 3, Ask::Release, Said::Accepted);
        assert!(fits(&[claimed(), released.clone(), look(3, Some(1))]));
        assert!(!fits(&[claimed(), released, look(4, Some(1))]));
    }

    #[test]
    fn an_answer_out_of_order_is_found() {
        let late = || Said::Refused("not_holder".to_owned(), Some(2));
        let order = |extended: u64| {
            [
                told(1, 0, 1, Ask::Claim, Said::Accepted),
                told(1, 2, 3, Ask::Release, Said::Accepted),
                told(2, 4, 5, Ask::Claim, Said::Accepted),
                told(1, extended, extended + 1, Ask::Extend(Some(1)), late()),
            ]
        };
        assert!(fits(&order(6)) && fits(&order(5)));
        assert!(!fits(&order(2)), "nobody else had it yet");
    }
}
