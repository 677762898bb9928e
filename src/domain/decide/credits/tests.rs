//! A credit from the outage to the invoice.

use crate::domain::command::Command;
use crate::domain::credits::Standing;
use crate::domain::due::{Kind, dues};
use crate::domain::event::Event;
use crate::domain::ids::{IncidentId, Seq};
use crate::domain::testkit::*;
use crate::domain::waits::waiting_for;
use serde_json::{Value, json};
use std::sync::Arc;

/// Dana commands, carol leads CS; northwind (1.2M USD) and fabrikam (900k) have terms, contoso has none. It was down
/// for an hour on 1 July, and is over.
fn over() -> Room {
    with_terms(&["northwind", "fabrikam"])
}

fn with_terms(accounts: &[&str]) -> Room {
    let mut room = Room::empty();
    let sla = json!({ "tiers": [{ "below": "99.9", "credit": "10" }, { "below": "99", "credit": "25" }],
        "claim_within": "60d" });
    room.reference.slas = [("enterprise".into(), serde_json::from_value(sla).unwrap())].into();
    for id in accounts {
        let account = room.reference.accounts.get_mut(*id).unwrap();
        Arc::make_mut(account).support_plan = Some("Enterprise".into());
    }
    room.does(
        "dana",
        declare(json!({ "components": ["video-eu"], "playbook": "outage" })),
    );
    room.incident = Some(IncidentId(1));
    room.does("dana", role("commander"));
    room.does("carol", role("cs_lead"));
    room.at(60).does("dana", move_to("mitigated"));
    room
}

fn propose(fields: Value) -> Command {
    command("propose_credit", fields)
}

fn number(kind: &str, number: Seq, mut fields: Value) -> Command {
    fields["number"] = json!(number);
    command(kind, fields)
}

/// The credits of an account, as "amount currency, uptime".
fn credits(room: &Room, account: &str) -> Vec<String> {
    let credits = room.row(account).redress.credits();
    let shown = credits.map(|credit| {
        let sum = credit.facts.credit.as_ref().unwrap();
        let uptime = credit
            .facts
            .basis
            .as_ref()
            .map(|basis| format!(", {} {}", basis.period, basis.uptime));
        format!("{} {}{}", sum.amount, sum.currency, uptime.unwrap_or_default())
    });
    shown.collect()
}

#[test]
fn everyone_whose_terms_were_missed_is_proposed_a_credit_in_one_act() {
    let mut room = over();
    room.refused("omar", "duty_needed", propose(json!({})));
    room.does("carol", propose(json!({})));
    assert_eq!(credits(&room, "northwind"), ["10000 USD, 2026-07 99.8655"]);
    assert_eq!(credits(&room, "fabrikam"), ["7500 USD, 2026-07 99.8655"]);
    assert!(credits(&room, "contoso").is_empty());
    room.already("carol", propose(json!({})));
    let exposure = room.here().exposure();
    assert_eq!(exposure["USD"].proposed.to_string(), "17500");
    assert!(room.here().sees_exposure(&actor("carol")) && !room.here().sees_exposure(&actor("omar")));
}

#[test]
fn why_there_is_no_credit_is_said_for_the_account_that_was_named() {
    let mut room = over();
    for (account, why) in [
        (
            "contoso",
            "Contoso gets no credit: it has no support plan on record, so no terms apply",
        ),
        ("northwind", ""),
    ] {
        let named = propose(json!({ "accounts": [account] }));
        match why {
            "" => assert_eq!(room.does("carol", named).len(), 1),
            why => assert_eq!(room.refused("carol", "no_credit", named), why),
        }
    }
    let again = room.refused(
        "carol",
        "no_credit",
        propose(json!({ "accounts": ["northwind"] })),
    );
    assert!(again.contains("proposed before"), "{again}");
    let mut short = over();
    let felt = json!({ "account": "northwind", "from": at(10), "until": at(30) });
    short.does("omar", command("record_impact", felt));
    let kept = short.refused(
        "carol",
        "no_credit",
        propose(json!({ "accounts": ["northwind"] })),
    );
    assert!(kept.contains("99.9551 % in 2026-07 keeps"), "{kept}");
    let mut hurting = over();
    hurting.at(70).does("dana", move_to("open"));
    let refusal = hurting.refused(
        "carol",
        "no_credit",
        propose(json!({ "accounts": ["northwind"] })),
    );
    assert!(refusal.contains("not over"), "{refusal}");
}

#[test]
fn what_an_account_felt_counts_before_what_the_incident_says() {
    let mut room = over();
    let felt = json!({ "account": "northwind", "from": at(-60), "until": at(420) });
    room.at(500).does("omar", command("record_impact", felt));
    room.does("carol", propose(json!({})));
    assert_eq!(credits(&room, "northwind"), ["25000 USD, 2026-07 98.9247"]);
    assert_eq!(credits(&room, "fabrikam"), ["7500 USD, 2026-07 99.8655"]);
}

#[test]
fn an_outage_from_one_month_into_the_next_owes_for_both() {
    let mut room = over();
    let felt = json!({ "account": "northwind", "from": at(-12 * 60 - 50), "until": at(-11 * 60) });
    room.does("omar", command("record_impact", felt));
    room.does("carol", propose(json!({ "accounts": ["northwind"] })));
    assert_eq!(
        credits(&room, "northwind"),
        ["10000 USD, 2026-06 99.8842", "10000 USD, 2026-07 99.8655"]
    );
}

#[test]
fn agreed_maintenance_is_left_out_with_a_reason() {
    let mut room = over();
    let without =
        |reason: &str| propose(json!({ "accounts": ["northwind"], "left_out": "10m", "reason": reason }));
    room.refused("carol", "reason_needed", without(" "));
    room.does("carol", without("agreed maintenance"));
    assert_eq!(credits(&room, "northwind"), ["10000 USD, 2026-07 99.8879"]);
    let mut kept = over();
    let more = propose(json!({ "accounts": ["northwind"], "left_out": "16m", "reason": "agreed" }));
    kept.refused("carol", "no_credit", more);
}

#[test]
fn a_second_outage_in_the_month_owes_only_what_it_adds() {
    let mut room = over();
    room.does("carol", propose(json!({ "accounts": ["northwind"] })));
    room.at(600).does(
        "dana",
        declare(json!({ "title": "Again", "components": ["video-eu"] })),
    );
    room.incident = Some(IncidentId(2));
    room.does("carol", role("cs_lead"));
    room.at(1_000).does("carol", move_to("mitigated"));
    room.does("carol", propose(json!({ "accounts": ["northwind"] })));
    // 460 minutes in all: 25 % of 100 000, of which 10 000 were proposed for the first.
    assert_eq!(credits(&room, "northwind"), ["15000 USD, 2026-07 98.9695"]);
}

#[test]
fn a_credit_goes_from_proposed_to_issued_and_no_step_is_skipped() {
    let mut room = over();
    room.does("carol", propose(json!({ "accounts": ["northwind"] })));
    let credit = room.last();
    let due = |room: &Room| {
        let dues = dues(room.here());
        let due = dues.into_iter().find(|due| due.kind == Kind::Credit(credit))?;
        Some((due.what.to_string(), due.owner.map(|owner| owner.to_string())))
    };
    let owed_by = |what: &str, who: &str| Some((what.to_owned(), Some(who.to_owned())));
    assert_eq!(
        due(&room),
        owed_by("say yes or no to the credit for Northwind", "dana")
    );
    assert_eq!(waiting_for(room.here(), &"dana".into()).len(), 1);
    room.refused(
        "omar",
        "credit_not_approved",
        number("tell_credit", credit, json!({})),
    );
    room.refused(
        "carol",
        "credit_not_approved",
        number("issue_credit", credit, json!({})),
    );
    room.refused(
        "carol",
        "duty_needed",
        number("approve_credit", credit, json!({})),
    );
    let events = room.does("dana", number("approve_credit", credit, json!({})));
    let kinds: Vec<_> = events.iter().map(Event::kind).collect();
    assert_eq!(kinds, ["credit_approved", "impact_recorded"], "reports carry it");
    room.already("dana", number("approve_credit", credit, json!({})));
    room.refused(
        "root",
        "decided_already",
        number("approve_credit", credit, json!({})),
    );
    let late = room.refused(
        "dana",
        "decided_already",
        number("decline_credit", credit, json!({ "reason": "no" })),
    );
    assert!(
        late.contains("the credit for Northwind was approved by dana"),
        "{late}"
    );
    assert_eq!(due(&room), owed_by("tell Northwind of its credit", "carol"));
    room.does("omar", number("tell_credit", credit, json!({})));
    assert_eq!(
        due(&room),
        owed_by("put the credit for Northwind on an invoice", "carol")
    );
    room.does(
        "carol",
        number("issue_credit", credit, json!({ "invoice": "2026-0815" })),
    );
    assert_eq!(due(&room), None);
    let last = room.row("northwind").redress.credits().next().unwrap();
    assert!(matches!(last.standing(), Standing::Issued(_)));
}

#[test]
fn no_amount_is_said_before_it_is_approved_and_never_in_the_timeline() {
    let mut room = over();
    room.does("carol", propose(json!({ "accounts": ["northwind"] })));
    let credit = room.last();
    let words = |room: &Room| {
        room.row("northwind")
            .redress
            .credits()
            .next()
            .unwrap()
            .words()
            .cloned()
    };
    assert_eq!(words(&room), None);
    room.does("dana", number("approve_credit", credit, json!({})));
    let approved = words(&room).unwrap();
    assert_eq!(
        approved,
        "10 % of the fee for July 2026: 10000 USD, taken off a later invoice; to be claimed by 30 September 2026"
    );
    for line in &room.here().timeline {
        assert!(!line.text.contains("10000"), "{}", &*line.text);
    }
    let last = room.last();
    room.does("dana", take_back(last));
    assert_eq!(words(&room), None, "and it waits again");
    let row = room.row("northwind");
    assert!(matches!(
        row.redress.credits().next().unwrap().standing(),
        Standing::Proposed
    ));
    assert_eq!(row.reports.impacts().count(), 0);
}

#[test]
fn an_amount_may_be_set_by_hand_with_a_reason_for_one_account() {
    let mut room = over();
    let by_hand = |accounts: Value, amount: &str, reason: &str| {
        propose(json!({ "accounts": accounts, "amount": amount, "reason": reason }))
    };
    room.refused("carol", "one_account", by_hand(json!([]), "500", "lost a launch"));
    room.refused("carol", "reason_needed", by_hand(json!(["contoso"]), "500", ""));
    room.refused("carol", "bad_amount", by_hand(json!(["contoso"]), "0", "r"));
    let asked = by_hand(json!(["contoso"]), "500.50", "lost a launch");
    room.does("carol", asked.clone());
    let credit = room.last();
    room.already("carol", asked);
    room.does("dana", number("approve_credit", credit, json!({})));
    let words = room
        .row("contoso")
        .redress
        .credits()
        .next()
        .unwrap()
        .words()
        .unwrap();
    assert_eq!(words, "500.50 USD, taken off a later invoice");
}

#[test]
fn a_credit_declined_is_said_with_its_reason_and_may_be_proposed_anew() {
    let mut room = over();
    room.does("carol", propose(json!({ "accounts": ["northwind"] })));
    let credit = room.last();
    let decline = |reason: &str| number("decline_credit", credit, json!({ "reason": reason }));
    room.refused("dana", "reason_needed", decline(" "));
    room.does("dana", decline("they were not affected"));
    room.already("dana", decline("they were not affected"));
    room.refused("root", "decided_already", decline("they were not affected"));
    let refusal = room.refused(
        "omar",
        "decided_already",
        number("tell_credit", credit, json!({})),
    );
    assert!(refusal.contains("declined by dana"), "{refusal}");
    assert!(room.here().exposure().is_empty());
    room.does("carol", propose(json!({ "accounts": ["northwind"] })));
    room.refused(
        "dana",
        "unknown_number",
        number("approve_credit", Seq(999), json!({})),
    );
}

#[test]
fn what_was_approved_is_taken_back_step_by_step_even_by_who_did_it_all() {
    let mut room = over();
    room.does("dana", role("cs_lead"));
    room.does("dana", propose(json!({ "accounts": ["northwind"] })));
    let credit = room.last();
    room.does("dana", number("approve_credit", credit, json!({})));
    let approval = room.last();
    let refusal = room.refused("dana", "acted_since", take_back(credit));
    assert_eq!(refusal, "take back the approval first: it rests on this");
    room.does("dana", number("tell_credit", credit, json!({})));
    let told = room.last();
    room.refused("dana", "acted_since", take_back(approval));
    for step in [told, approval, credit] {
        room.does("dana", take_back(step));
    }
    let row = room.row("northwind");
    assert_eq!(
        (row.redress.credits().count(), row.reports.impacts().count()),
        (0, 0)
    );
}

#[test]
fn who_is_only_maybe_affected_is_proposed_a_credit_by_name_alone() {
    let mut room = with_terms(&["northwind", "fabrikam", "tailspin"]);
    room.does("carol", propose(json!({})));
    assert!(credits(&room, "tailspin").is_empty() && !credits(&room, "northwind").is_empty());
    room.does("carol", propose(json!({ "accounts": ["tailspin"] })));
    assert_eq!(credits(&room, "tailspin").len(), 1);
}

#[test]
fn what_was_left_out_of_an_earlier_outage_stays_left_out() {
    let mut room = over();
    let agreed = json!({ "accounts": ["northwind"], "left_out": "10m", "reason": "agreed maintenance" });
    room.does("carol", propose(agreed));
    room.at(600).does(
        "dana",
        declare(json!({ "title": "Again", "components": ["video-eu"] })),
    );
    room.incident = Some(IncidentId(2));
    room.does("carol", role("cs_lead"));
    room.at(1_000).does("carol", move_to("mitigated"));
    room.does("carol", propose(json!({ "accounts": ["northwind"] })));
    // 460 minutes in all, of which ten do not count.
    assert_eq!(credits(&room, "northwind"), ["15000 USD, 2026-07 98.9919"]);
}
