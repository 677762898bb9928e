//! What people do: the commands of a call round, chosen from what their screen shows.

use super::dice::Dice;
use serde_json::{Value, json};
use warroom::domain::picture::Picture;

/// On the call list of every incident; the first two share a phone.
pub const ACCOUNTS: [&str; 4] = ["acme", "bolt", "cove", "dune"];

/// What the room is about, before anything goes wrong.
pub fn import() -> Value {
    let account = |id: &str| {
        json!({
            "id": id, "name": id, "tier": "key", "arr": 900_000, "currency": "EUR", "region": "eu",
            "products": ["video"],
        })
    };
    let contact = |id: &str, account: &str, phone: &str| json!({ "id": id, "account": account, "name": id, "phone": phone });
    json!({
        "kind": "import_directory", "from": "accounts.csv", "hash": "1f",
        "accounts": ACCOUNTS.map(account),
        "contacts": [
            contact("ann", "acme", "+49 30 1234567"),
            contact("ben", "bolt", "+49 30 1234567"),
            contact("cem", "cove", "+49 30 2223334"),
        ],
        "people": [{ "id": "dana", "name": "Dana", "duties": ["ceo"], "phone": "+49 30 7654321" }],
    })
}

/// What somebody does next; `number` is nobody else's.
pub fn chosen(dice: &mut Dice, picture: &Picture, who: &str, number: u64) -> Value {
    let account = dice.pick(&ACCOUNTS);
    let mine = picture.claims.live().find(|claim| claim.holder.as_str() == who);
    let mine = mine.map(|claim| (claim.account.as_str().to_owned(), claim.number));
    let mut fields = match (dice.below(20), mine) {
        (0..=5, _) => json!({ "kind": "write_note", "text": format!("note {number}") }),
        (6..=7, Some((account, claim))) => json!({
            "kind": "record_attempt", "account": account, "claim": claim,
            "disposition": dice.pick(&["reached_other", "voicemail_left", "no_answer", "busy"]),
        }),
        (6..=7, None) => json!({
            "kind": "record_attempt", "account": account, "disposition": dice.pick(&["no_answer", "busy"]),
        }),
        (8, _) => {
            json!({ "kind": "tick_step", "account": account, "step": "settled", "reason": "they wrote" })
        }
        (9, _) => json!({ "kind": "untick_step", "account": account, "step": "settled" }),
        (10, _) => json!({ "kind": "try_level", "level": "ceo" }),
        (11, _) => {
            json!({ "kind": "inform_level", "level": "ceo", "person": dice.pick(&["dana", "omar"]), "how": "phone" })
        }
        (12, Some((account, _))) => json!({ "kind": "release_claim", "account": account }),
        (13, Some((account, claim))) => {
            json!({ "kind": "extend_claim", "account": account, "number": claim })
        }
        (14, _) => json!({ "kind": "start_call", "account": account }),
        (15, _) => json!({ "kind": "take_over_claim", "account": account, "reason": "they are on the line" }),
        (16, _) if dice.in_thousand(100) => {
            json!({ "kind": "declare_incident", "title": "Another one", "components": ["video-eu"] })
        }
        _ => json!({ "kind": "claim_account", "account": account }),
    };
    // Left out while there are two, it is refused: what is kept can be refused too.
    if dice.in_thousand(700) && fields["kind"] != "declare_incident" {
        fields["incident"] = json!("INC-1");
    }
    fields
}
