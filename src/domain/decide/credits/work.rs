//! What an account is owed by its terms, from the record; and the words in which it may be told.

use crate::domain::credits::{Basis, CreditProposed, ServiceCredit, Standing, Sum};
use crate::domain::ids::AccountId;
use crate::domain::incident::Incident;
use crate::domain::money::Amount;
use crate::domain::outreach::Row;
use crate::domain::picture::Picture;
use crate::domain::reference::Reference;
use crate::domain::sla::{Calendar, Stretch, WorkedOut, downtime};
use crate::domain::text::Clean;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// What is owed, one credit a period that the outage touched; or why nothing is, in the rest of a sentence.
///
/// Uptime is the account's over the whole period: what was down in other incidents counts as well, and what was
/// proposed for the same period before is taken off.
pub(super) fn work_out(
    picture: &Picture,
    incident: &Incident,
    row: &Row,
    mut left_out: i64,
    reference: &Reference,
) -> Result<Vec<CreditProposed>, String> {
    let account = &row.affected.account;
    let plan = account.support_plan.as_ref();
    let plan = plan.ok_or("it has no support plan on record, so no terms apply")?;
    let sla = reference.sla(plan);
    let (name, sla) = sla.ok_or_else(|| format!("the hub's configuration has no terms [sla.{plan}]"))?;
    let arr = account.arr.ok_or("its ARR is unknown")?;
    let currency = account
        .currency
        .clone()
        .ok_or("the currency of its ARR is unknown")?;
    let own = incident.down_for(row).ok_or(
        "the outage is not over for them: mitigate it, or record from when to when it was down for them",
    )?;
    let all = everywhere(picture, &account.id);
    let mut owed = Vec::new();
    let mut nothing = "nothing was down for them".to_owned();
    for period in sla.period.touched(&own) {
        let down = downtime(&all, &period);
        let now = left_out.min(down);
        left_out -= now;
        // What one incident leaves out stays left out when the period is counted again.
        let here = excluded(incident, &account.id, &period).max(now);
        let others = picture.incidents().filter(|other| other.id != incident.id);
        let elsewhere: i64 = others.map(|other| excluded(other, &account.id, &period)).sum();
        let less = (here + elsewhere).min(down);
        let (uptime, sum) = match sla.work_out(&period, down - less, arr) {
            WorkedOut::Met { uptime } => {
                nothing = format!(
                    "an uptime of {uptime} % in {} keeps what was promised",
                    period.name
                );
                continue;
            }
            WorkedOut::TooLittle { amount, .. } => {
                nothing = format!("{amount} {currency} for {} is less than is paid out", period.name);
                continue;
            }
            WorkedOut::Owed {
                uptime,
                percent,
                fee,
                amount,
            } => {
                let before = credited(picture, &account.id, &period, &currency);
                let rest = Amount(amount.0.saturating_sub(before.0));
                if rest <= Amount::default() {
                    nothing = format!("what is owed for {} was proposed before", period.name);
                    continue;
                }
                let currency = currency.clone();
                let (percent, fee) = (Some(percent), Some(fee));
                (
                    uptime,
                    Sum {
                        amount: rest,
                        currency,
                        percent,
                        fee,
                    },
                )
            }
        };
        owed.push(CreditProposed {
            account: account.id.clone(),
            basis: Some(Basis {
                sla: name.clone(),
                period: period.name.as_str().into(),
                down_s: down - less,
                left_out_s: here,
                uptime,
            }),
            credit: Some(sum),
            claim_by: sla.claim_by(&period),
            reason: None,
        });
    }
    if owed.is_empty() { Err(nothing) } else { Ok(owed) }
}

/// When it was down for an account in any incident that is over.
fn everywhere(picture: &Picture, account: &AccountId) -> Vec<Stretch> {
    let incidents = picture.incidents();
    let down = incidents.filter_map(|incident| incident.down_for(incident.rows.get(account)?));
    down.flatten().collect()
}

/// What was proposed for this account and period and not declined, in any incident.
fn credited(picture: &Picture, account: &AccountId, period: &Calendar, currency: &str) -> Amount {
    let rows = picture
        .incidents()
        .filter_map(|incident| incident.rows.get(account));
    let credits = rows.flat_map(|row| standing(row, period));
    let sums = credits.filter_map(|(credit, _)| {
        let sum = credit.facts.credit.as_ref()?;
        (sum.currency == *currency).then_some(sum.amount)
    });
    sums.fold(Amount::default(), Amount::plus)
}

/// What credits of this incident leave out of the period, in seconds; a later one says it of the same downtime.
fn excluded(incident: &Incident, account: &AccountId, period: &Calendar) -> i64 {
    let row = incident.rows.get(account);
    let bases = row.into_iter().flat_map(|row| standing(row, period));
    bases.map(|(_, basis)| basis.left_out_s).max().unwrap_or(0)
}

/// The credits for this period that were not declined.
fn standing<'a>(row: &'a Row, period: &'a Calendar) -> impl Iterator<Item = (&'a ServiceCredit, &'a Basis)> {
    row.redress.credits().filter_map(|credit| {
        let basis = credit.facts.basis.as_ref()?;
        let stands = !matches!(credit.standing(), Standing::Declined(..));
        (stands && basis.period.as_str() == period.name).then_some((credit, basis))
    })
}

/// As the customer reads it; nothing where the amount is not known here.
pub(super) fn words(proposed: &CreditProposed) -> Option<Clean> {
    let sum = proposed.credit.as_ref()?;
    let (amount, currency) = (sum.amount, &sum.currency);
    let what = match (&proposed.basis, sum.percent) {
        (Some(basis), Some(percent)) => {
            format!(
                "{percent} % of the fee for {}: {amount} {currency}",
                named(&basis.period)
            )
        }
        (Some(_), None) | (None, _) => format!("{amount} {currency}"),
    };
    let claim = proposed.claim_by.map(|by| {
        let day = by.to_zoned(TimeZone::UTC).strftime("%-d %B %Y");
        format!("; to be claimed by {day}")
    });
    Some(format!("{what}, taken off a later invoice{}", claim.unwrap_or_default()).into())
}

/// `2026-07` as "July 2026"; a quarter or a year as it is.
fn named(period: &str) -> String {
    let first: Option<Date> = format!("{period}-01").parse().ok();
    first.map_or_else(|| period.to_owned(), |date| date.strftime("%B %Y").to_string())
}
