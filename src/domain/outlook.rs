//! How the calls stand and when they will be made, tier by tier: the forecast from what was recorded.

use super::accounts::Tier;
use super::call_list;
use super::forecast::{Needed, Pace, Work};
use super::ids::{AccountId, Name};
use super::incident::Incident;
use super::money::Amount;
use super::nights::Nights;
use super::outreach::Row;
use super::picture::Picture;
use super::span::Span;
use super::text::Clean;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Whoever has recorded a call in this time is calling.
const STILL_CALLING: Span = Span::minutes(20);

const TIERS: [Tier; 3] = [Tier::Strategic, Tier::Key, Tier::Named];

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Outlook {
    pub pace: Pace,
    /// People who are calling: they hold a claim, or have recorded a call lately.
    pub callers: usize,
    /// Those with accounts to call, in the order they are called.
    pub tiers: Vec<TierOutlook>,
    /// The account that has waited longest without a try, of those where it is day.
    pub oldest: Option<Untouched>,
    /// Those of them where it is night: nobody says when they will be spoken with.
    pub asleep: usize,
    /// When everyone who is awake has been spoken with, at this pace with these callers.
    pub done_at: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TierOutlook {
    pub tier: Tier,
    pub total: usize,
    pub spoken: usize,
    pub attempted: usize,
    pub untouched: usize,
    /// Neither spoken with nor done with otherwise: settled, left in peace, or heard from in writing only.
    pub left: usize,
    /// Those of them where it is night.
    pub asleep: usize,
    pub arr: Amount,
    pub arr_spoken: Amount,
    /// By when they are to be called; `None` where we call only those who write in.
    pub target: Option<Timestamp>,
    /// When all of it who are awake, and of the tiers before, have been spoken with.
    pub done_at: Option<Timestamp>,
    /// How many callers it takes to be done by the target.
    pub needed: Option<Needed>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Untouched {
    pub account: AccountId,
    pub name: Clean,
    pub since: Timestamp,
}

impl TierOutlook {
    fn new(tier: Tier) -> Self {
        TierOutlook {
            tier,
            total: 0,
            spoken: 0,
            attempted: 0,
            untouched: 0,
            left: 0,
            asleep: 0,
            arr: Amount::default(),
            arr_spoken: Amount::default(),
            target: None,
            done_at: None,
            needed: None,
        }
    }

    /// Neither done with nor asleep.
    pub fn awake(&self) -> usize {
        self.left - self.asleep
    }

    /// `open`: there is still something to do about them.
    fn count(&mut self, row: &Row, open: bool, asleep: bool) {
        let spoken = row.spoken();
        self.total += 1;
        self.left += usize::from(open && !spoken);
        self.asleep += usize::from(open && !spoken && asleep);
        match (spoken, row.standing().next().is_some()) {
            (true, _) => self.spoken += 1,
            (false, true) => self.attempted += 1,
            (false, false) => self.untouched += 1,
        }
        let arr = row.affected.arr_reported.unwrap_or_default();
        self.arr = self.arr.plus(arr);
        self.arr_spoken = self.arr_spoken.plus(if spoken { arr } else { Amount::default() });
    }
}

impl Incident {
    /// One pass over the rows, and a sort of the attempts.
    pub fn outlook(&self, picture: &Picture, now: Timestamp) -> Outlook {
        let mut tiers = TIERS.map(TierOutlook::new);
        let mut nights = Nights::at(now);
        let mut oldest: Option<(&Row, Timestamp)> = None;
        for row in self.rows.values().filter(|row| row.counts()) {
            let open = call_list::open(picture, self, row, now);
            let asleep = nights.asleep(&row.affected) && !row.waits_for_us();
            tiers[row.affected.account.tier as usize].count(row, open, asleep);
            let account = &row.affected.account;
            let waits = row.untouched() && self.calls_owed(account.tier);
            if waits && !asleep {
                let since = row.assignments.listed_at().unwrap_or(self.declared_at);
                oldest = oldest
                    .filter(|old| before(*old, (row, since)))
                    .or(Some((row, since)));
            }
        }
        let (pace, callers) = (self.pace(), callers(picture, self, now).len());
        let (mut left, mut awake, mut asleep) = (0, 0, 0);
        let mut tiers: Vec<TierOutlook> = tiers.into_iter().filter(|tier| tier.total > 0).collect();
        for tier in &mut tiers {
            left += tier.left;
            awake += tier.awake();
            asleep += tier.asleep;
            if !self.calls_owed(tier.tier) {
                continue;
            }
            let by = self.call_target(tier.tier);
            tier.target = Some(by);
            tier.done_at = pace.done_at(awake, callers, now).filter(|_| tier.awake() > 0);
            let calls = if tier.left > 0 { left } else { 0 };
            tier.needed = Some(pace.needed(Work { calls, by }, now));
        }
        Outlook {
            asleep,
            done_at: pace.done_at(awake, callers, now).filter(|_| awake > 0),
            oldest: oldest.map(|(row, since)| Untouched {
                account: row.id().clone(),
                name: row.name().clone(),
                since,
            }),
            pace,
            callers,
            tiers,
        }
    }

    /// How fast its calls go, from the time between the calls of each person.
    pub fn pace(&self) -> Pace {
        let (mut made, mut tries, mut spoken) = (BTreeMap::<&Name, Vec<Timestamp>>::new(), 0, 0);
        for row in self.rows.values() {
            spoken += usize::from(row.spoken());
            // One call that spoke for several accounts was made once.
            for attempt in row.standing().filter(|attempt| attempt.facts.same_call.is_none()) {
                tries += 1;
                made.entry(&attempt.by).or_default().push(attempt.at);
            }
        }
        let mut gaps: Vec<SignedDuration> = Vec::new();
        for mut times in made.into_values() {
            times.sort_unstable();
            gaps.extend(times.windows(2).map(|pair| pair[1].duration_since(pair[0])));
        }
        Pace::measured(&gaps, tries, spoken)
    }

    /// When each account was first spoken with, the earliest first.
    pub fn first_spoken(&self) -> Vec<Timestamp> {
        let rows = self.rows.values().filter(|row| row.counts());
        let mut first: Vec<Timestamp> = rows
            .filter_map(|row| row.reached().map(|attempt| attempt.at).min())
            .collect();
        first.sort_unstable();
        first
    }
}

/// Which of two has waited longer; of those listed together the one that counts for more.
fn before(a: (&Row, Timestamp), b: (&Row, Timestamp)) -> bool {
    let key = |(row, since): (&Row, Timestamp)| {
        let affected = &row.affected;
        (
            since,
            affected.account.tier,
            std::cmp::Reverse(affected.arr_reported),
        )
    };
    key(a) <= key(b)
}

/// Who is calling.
pub fn callers<'a>(picture: &'a Picture, incident: &'a Incident, now: Timestamp) -> BTreeSet<&'a Name> {
    let held = picture.claims.live();
    let held = held
        .filter(|claim| claim.incident == incident.id)
        .map(|claim| &claim.holder);
    let lately = incident
        .rows
        .values()
        .flat_map(Row::standing)
        .filter_map(|attempt| {
            let still = STILL_CALLING.after(attempt.at) >= now;
            still.then_some(&attempt.by)
        });
    held.chain(lately).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::outreach::Disposition;
    use crate::domain::testkit::*;
    use serde_json::json;

    fn outlook(room: &Room) -> Outlook {
        room.here().outlook(&room.picture, room.now)
    }

    #[test]
    fn before_the_first_call_a_call_takes_six_minutes_and_nobody_is_calling() {
        let room = Room::declared();
        let outlook = outlook(&room);
        assert_eq!((outlook.pace, outlook.callers), (Pace::default(), 0));
        assert_eq!(outlook.done_at, None);
        let needed: Vec<_> = outlook
            .tiers
            .iter()
            .map(|tier| (tier.tier, tier.left, tier.needed))
            .collect();
        let expected = [
            (Tier::Strategic, 2, Some(Needed::Callers(1))),
            (Tier::Key, 2, Some(Needed::Callers(1))),
            (Tier::Named, 1, Some(Needed::Callers(1))),
        ];
        assert_eq!(needed, expected, "litware is not to be called");
    }

    #[test]
    fn the_strategic_accounts_are_called_first_and_the_others_wait_for_them() {
        let mut room = Room::declared();
        room.at(24).does("omar", claim("northwind"));
        let outlook = outlook(&room);
        let by: Vec<_> = outlook.tiers.iter().map(|tier| tier.done_at).collect();
        assert_eq!(by, [Some(at(36)), Some(at(48)), None], "it is night at the last");
        assert_eq!(
            outlook.tiers[0].needed,
            Some(Needed::Callers(2)),
            "one call fits before T+30"
        );
        assert_eq!((outlook.callers, outlook.done_at), (1, Some(at(48))));
    }

    #[test]
    fn where_it_is_night_nobody_says_when_they_will_have_been_spoken_with() {
        let mut room = Room::declared();
        room.at(24).does("omar", claim("northwind"));
        let outlook = outlook(&room);
        let asleep: Vec<_> = outlook
            .tiers
            .iter()
            .map(|tier| (tier.left, tier.asleep))
            .collect();
        assert_eq!(asleep, [(2, 0), (2, 0), (1, 1)], "Contoso Japan");
        assert_eq!((outlook.done_at, outlook.asleep), (Some(at(48)), 1));
        assert_eq!(outlook.tiers[2].done_at, None);
    }

    #[test]
    fn the_oldest_untouched_is_the_one_listed_first_and_then_the_one_that_counts_most() {
        let mut room = Room::declared();
        let oldest = |room: &Room| outlook(room).oldest.map(|oldest| oldest.name.to_string());
        assert_eq!(oldest(&room).as_deref(), Some("Northwind"));
        room.at(3)
            .does("omar", attempt("northwind", Disposition::NoAnswer));
        assert_eq!(oldest(&room).as_deref(), Some("Fabrikam"));
        for account in ["fabrikam", "contoso", "contoso-jp", "tailspin"] {
            room.does("omar", told(account, 0));
        }
        assert_eq!(oldest(&room), None);
    }

    #[test]
    fn whoever_is_settled_or_left_in_peace_is_no_call_to_make() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        for account in ["northwind", "fabrikam"] {
            let settled = json!({ "step": "settled", "account": account });
            room.does("dana", command("tick_step", settled));
        }
        for account in ["contoso", "contoso-jp"] {
            room.does("omar", told(account, 0));
        }
        room.does("omar", claim("tailspin"));
        assert_eq!(
            outlook(&room).tiers.iter().map(|tier| tier.left).sum::<usize>(),
            1
        );
        room.does("omar", release("tailspin"));
        room.does(
            "dana",
            command("tick_step", json!({ "step": "settled", "account": "tailspin" })),
        );
        let outlook = outlook(&room);
        assert_eq!((outlook.callers, outlook.done_at), (1, None));
        assert!(
            outlook
                .tiers
                .iter()
                .all(|tier| tier.left == 0 && tier.done_at.is_none())
        );
    }

    #[test]
    fn the_pace_is_that_of_the_calls_made() {
        let mut room = Room::declared();
        for (minute, account) in [
            (4, "northwind"),
            (8, "fabrikam"),
            (12, "contoso"),
            (16, "contoso-jp"),
        ] {
            room.at(minute).does("omar", told(account, 0));
        }
        let pace = room.here().pace();
        assert_eq!((pace.each.as_mins(), pace.measured), (4, true));
        assert_eq!(outlook(&room).done_at, Some(at(20)));
        assert_eq!(room.here().first_spoken(), [at(4), at(8), at(12), at(16)]);
        room.at(60);
        assert_eq!(outlook(&room).done_at, None, "nobody is calling any more");
    }
}
