//! C2: many people claim, give back, hand over, take over, extend and call at random, at once: what each of them was told
//! fits one order, and that order is the log's.

use super::holders::{Account, Ask, Deed, Duty, DutyAsk, Given, Said, Who, Wrote};
use super::linear::{Place, Thing, Told, one_order};
use super::none_wrong;
use super::people::{ACCOUNTS, LEADS, Lived, Spoken, What, live, name, who};
use crate::trust;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;
use warroom::domain::event::{Event, Recorded};
use warroom::domain::ids::{AccountId, Name};

/// A history, and what of it caused which events.
struct Read<'a> {
    lived: &'a Lived,
    caused: BTreeMap<Uuid, Vec<&'a Recorded>>,
}

impl Lived {
    fn faults(&self) -> Vec<String> {
        let mut caused: BTreeMap<Uuid, Vec<&Recorded>> = BTreeMap::new();
        for recorded in &self.log {
            caused.entry(recorded.cause).or_default().push(recorded);
        }
        let read = Read { lived: self, caused };
        let mut faults = read.unasked();
        faults.extend(self.spoken.iter().filter_map(|one| read.wrong(one)));
        if !faults.is_empty() {
            return faults;
        }
        for (at, account) in ACCOUNTS.iter().enumerate() {
            faults.extend(orders(account, Account::default(), &read.account(at)));
        }
        faults.extend(orders("the duty", Duty::of(0), &read.duty()));
        faults
    }
}

/// One order for what was told, and that of the log.
fn orders<T, A, W>(of: &str, first: T, told: &[Told<Deed<A, W>>]) -> Option<String>
where
    T: Thing<Deed = Deed<A, W>>,
    Deed<A, W>: Clone,
{
    let heard = told.iter().cloned().map(|mut one| {
        one.place = None;
        one.deed.wrote = None;
        one
    });
    if let Err(why) = one_order(first.clone(), &heard.collect::<Vec<_>>()) {
        return Some(format!("{of}: no order fits what was told: {why}"));
    }
    let why = one_order(first, told).err()?;
    Some(format!(
        "{of}: what was told fits another order than the log's: {why}"
    ))
}

impl Read<'_> {
    fn events(&self, one: &Spoken) -> &[&Recorded] {
        self.caused.get(&one.id).map_or(&[], Vec::as_slice)
    }

    fn unasked(&self) -> Vec<String> {
        let asked: BTreeSet<Uuid> = self.lived.spoken.iter().map(|one| one.id).collect();
        let unasked = self
            .lived
            .log
            .iter()
            .filter(|event| !asked.contains(&event.cause));
        unasked
            .map(|event| format!("nobody asked for {event:?}"))
            .collect()
    }

    /// Accepted is what stands in the log in one piece, the answer telling its end; everything else is not in it.
    fn wrong(&self, one: &Spoken) -> Option<String> {
        let seqs: Vec<u64> = self.events(one).iter().map(|event| event.seq.0).collect();
        let whole = seqs.windows(2).all(|pair| pair[1] == pair[0] + 1);
        let accepted = one.body["outcome"] == "accepted";
        let fits = match one.status {
            200 if accepted => whole && seqs.last().copied() == one.body["through"].as_u64(),
            200 | 409 => seqs.is_empty(),
            _ => false,
        };
        (!fits).then(|| format!("{one:?} is in the log as {seqs:?}"))
    }

    /// An acceptance stands where its last event does; what changed nothing says how far the log had come.
    fn place(&self, one: &Spoken) -> Option<Place> {
        let through = one.body["through"].as_u64()?;
        Some((through, self.events(one).is_empty()))
    }

    fn told<A, W>(&self, one: &Spoken, ask: A, said: Said, wrote: Vec<W>) -> Told<Deed<A, W>> {
        Told {
            asked: one.asked,
            answered: one.answered,
            place: self.place(one),
            deed: Deed {
                by: one.by,
                leads: one.by < LEADS,
                ask,
                said,
                wrote: Some(wrote),
            },
        }
    }

    fn account(&self, at: usize) -> Vec<Told<Deed<Ask, Wrote>>> {
        let id = AccountId::from(ACCOUNTS[at]);
        let told = self.lived.spoken.iter().filter_map(|one| {
            let events = self.events(one).iter();
            let wrote = events.filter_map(|event| wrote(&event.event, &id)).collect();
            let (ask, said) = match one.what {
                What::Account(of, ask) if of == at => (ask, said(one)),
                What::Look => (Ask::Look, Said::Held(held(&one.body, at))),
                What::Duty(DutyAsk::Accept) => (self.moved(one)?, Said::Accepted),
                What::Account(..) | What::Duty(_) => return None,
            };
            Some(self.told(one, ask, said, wrote))
        });
        told.collect()
    }

    /// Whose duty it was is not in the answer, only in the log.
    fn moved(&self, one: &Spoken) -> Option<Ask> {
        self.events(one)
            .iter()
            .find_map(|event| match given(&event.event)? {
                Given::HandedOver(from, to) => Some(Ask::Moved(from, to)),
                Given::Offered(..) => None,
            })
    }

    fn duty(&self) -> Vec<Told<Deed<DutyAsk, Given>>> {
        let told = self.lived.spoken.iter().filter_map(|one| {
            let events = self.events(one).iter();
            let given = events.filter_map(|event| given(&event.event)).collect();
            let (ask, said) = match one.what {
                What::Duty(ask) => (ask, said(one)),
                What::Look => {
                    let holder = one.body["incidents"][0]["roles"]["scribe"].as_str();
                    (DutyAsk::Look, Said::Held(holder.map(who)))
                }
                What::Account(..) => return None,
            };
            Some(self.told(one, ask, said, given))
        });
        told.collect()
    }
}

fn said(one: &Spoken) -> Said {
    match one.body["outcome"].as_str() {
        Some("accepted") => Said::Accepted,
        Some(_) => Said::AlreadySo,
        None => {
            let word = one.body["refusal"].as_str().unwrap_or("no word");
            Said::Refused(word.to_owned(), one.body["holder"].as_str().map(who))
        }
    }
}

/// Who has an account by what a look has shown.
fn held(body: &Value, at: usize) -> Option<Who> {
    let accounts = body["incidents"][0]["accounts"].as_array().unwrap();
    let account = accounts.iter().find(|account| account["id"] == ACCOUNTS[at]);
    account.unwrap()["claimed_by"].as_str().map(who)
}

fn number(name: &Name) -> Who {
    who(name.as_str())
}

fn wrote(event: &Event, of: &AccountId) -> Option<Wrote> {
    let (account, wrote) = match event {
        Event::AccountClaimed(claimed) => {
            let from = claimed.taken_from.as_ref().map(number);
            let wrote = Wrote::Claimed(number(&claimed.holder), claimed.number, from);
            (&claimed.account, wrote)
        }
        Event::ClaimEnded(ended) => (&ended.account, Wrote::Ended(number(&ended.holder), ended.number)),
        Event::ClaimExtended(extended) => (&extended.account, Wrote::Extended),
        Event::CallStarted(started) => (&started.account, Wrote::Calling),
        Event::AttemptRecorded(attempt) => {
            let moved_to = attempt.claim_moved_to.as_ref().map(number);
            (&attempt.account, Wrote::Called(moved_to))
        }
        _ => return None,
    };
    (account == of).then_some(wrote)
}

fn given(event: &Event) -> Option<Given> {
    match event {
        Event::DutyOffered(offered) => Some(Given::Offered(number(&offered.from), number(&offered.to))),
        Event::DutyHandedOver(over) => Some(Given::HandedOver(number(&over.from), number(&over.to))),
        _ => None,
    }
}

#[test]
fn what_everybody_was_told_fits_one_order_and_it_is_the_logs() {
    // One that goes on for long, and many that do not.
    let long = (trust::times(0, 1), 10_000);
    let short = (trust::times(3, 200), trust::times(40, 100));
    let people = 50;
    let (mut all, mut counts) = (0, [0; 4]);
    let mut seed = 0;
    for (runs, commands) in [long, short] {
        for _ in 0..runs {
            seed += 1;
            let lived = live(people, commands, seed);
            let wrong = lived.faults();
            let wrong: Vec<String> = wrong
                .iter()
                .map(|fault| format!("seed {seed}: {fault}"))
                .collect();
            none_wrong(&wrong);
            all += lived.spoken.len();
            for one in &lived.spoken {
                counts[kind(one)] += 1;
            }
        }
    }
    let [accepted, already, refused, looks] = counts;
    assert!(counts.iter().all(|count| *count > 0), "{counts:?}");
    let counts = format!(
        "{seed} seeds, {people} people, {all} answers ({accepted} accepted, {already} already so, {refused} refused, \
         {looks} looks) fit one order, and it is the log's"
    );
    trust::result("C2", "who holds what, in one order", &counts);
}

/// Of the counts.
fn kind(one: &Spoken) -> usize {
    match (one.what, said(one)) {
        (What::Look, _) => 3,
        (_, Said::Accepted) => 0,
        (_, Said::AlreadySo | Said::Held(_)) => 1,
        (_, Said::Refused(..)) => 2,
    }
}

/// A history with something changed in it.
fn changed(lived: &Lived, change: impl FnOnce(&mut Lived)) -> Vec<String> {
    let mut other = Lived {
        spoken: lived.spoken.clone(),
        log: lived.log.clone(),
    };
    change(&mut other);
    other.faults()
}

/// The numbers of what somebody asked of an account and was told.
fn such(lived: &Lived, wanted: impl Fn(Ask, &Said) -> bool) -> Vec<usize> {
    let such = |at: &usize| match lived.spoken[*at].what {
        What::Account(_, ask) => wanted(ask, &said(&lived.spoken[*at])),
        What::Duty(_) | What::Look => false,
    };
    (0..lived.spoken.len()).filter(such).collect()
}

#[track_caller]
fn found(faults: &[String], word: &str) {
    assert!(faults.iter().any(|fault| fault.contains(word)), "{faults:#?}");
}

#[test]
fn a_real_history_with_something_changed_in_it_is_found_out() {
    // Fewer than may all lead, and the rest.
    let lived = live(LEADS + 6, 60, 99);
    none_wrong(&lived.faults());
    let claimed = such(&lived, |ask, said| ask == Ask::Claim && *said == Said::Accepted);
    let lost = such(&lived, |ask, said| {
        ask == Ask::Claim && matches!(said, Said::Refused(..))
    });

    let swapped = changed(&lived, |lived| {
        let (won, lost) = (claimed[0], lost[0]);
        let told = |one: &Spoken| (one.status, one.body.clone());
        let (of_won, of_lost) = (told(&lived.spoken[won]), told(&lived.spoken[lost]));
        (lived.spoken[won].status, lived.spoken[won].body) = of_lost;
        (lived.spoken[lost].status, lived.spoken[lost].body) = of_won;
    });
    found(&swapped, "is in the log as");

    let nobody = name(LEADS + 7);
    let wrong_name = changed(&lived, |lived| {
        lived.spoken[lost[0]].body["holder"] = json!(nobody);
    });
    found(&wrong_name, "no order fits what was told");

    let look = lived.spoken.iter().position(|one| matches!(one.what, What::Look));
    let stale = changed(&lived, |lived| {
        let body = &mut lived.spoken[look.unwrap()].body;
        body["incidents"][0]["accounts"][0]["claimed_by"] = json!(nobody);
    });
    found(&stale, "no order fits what was told");
}

#[test]
fn a_log_that_tells_it_in_another_order_than_it_was_answered_is_found_out() {
    let lived = live(LEADS + 6, 60, 7);
    none_wrong(&lived.faults());
    // The first to be accepted is now asked for when all is over: what was told may fit that, the log does not.
    let calls = such(&lived, |ask, said| {
        matches!(ask, Ask::Attempt(_)) && *said == Said::Accepted
    });
    let end = lived.spoken.iter().map(|one| one.answered).max().unwrap();
    let late = changed(&lived, |lived| {
        let first = calls.iter().min_by_key(|at| lived.spoken[**at].asked).unwrap();
        let one = &mut lived.spoken[*first];
        (one.asked, one.answered) = (end + 1, end + 2);
    });
    found(&late, "order");

    // Two claims of one account change places in the log.
    let claims = |event: &Recorded| wrote(&event.event, &AccountId::from(ACCOUNTS[0]));
    let claims = |event: &Recorded| matches!(claims(event), Some(Wrote::Claimed(..)));
    let at: Vec<usize> = (0..lived.log.len())
        .filter(|at| claims(&lived.log[*at]))
        .collect();
    let (one, other) = (at[0], at[at.len() - 1]);
    let moved = changed(&lived, |lived| {
        let (first, last) = (lived.log[one].seq, lived.log[other].seq);
        (lived.log[one].seq, lived.log[other].seq) = (last, first);
    });
    found(&moved, "is in the log as");
}
