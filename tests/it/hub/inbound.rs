//! "Who is this?" over HTTP: found as far as the asker may see, and added on the spot where nobody knows them.

use super::live::Live;
use super::*;

async fn found(live: &Live, typed: &str, access: Access) -> Value {
    let typed = typed.replace('+', "%2B").replace(' ', "%20");
    live.get(&format!("/v1/accounts?find={typed}"), access)
        .await
        .json()
}

#[tokio::test]
async fn a_caller_is_found_by_the_last_digits_and_a_wall_finds_no_numbers() {
    let live = Live::start().await;
    live.command(Access::Lead, 1, import()).await;
    let ann = found(&live, "45 67", Access::Advocate).await;
    assert_eq!(ann["accounts"][0]["id"], "acme");
    assert_eq!(ann["accounts"][0]["contacts"][0]["phone"], "+49 30 1234567");
    assert_eq!(found(&live, "4567", Access::Wall).await["accounts"], json!([]));
    let bolt = found(&live, "bol", Access::Wall).await;
    assert_eq!(bolt["accounts"][0]["id"], "bolt");
    assert!(bolt["accounts"][0].get("arr").is_none());
    let novel = "x".repeat(300);
    let refused = live
        .get(&format!("/v1/accounts?find={novel}"), Access::Advocate)
        .await;
    assert_eq!(refused.problem().0, 400);
    // Two hundred letters, whatever their bytes are.
    let longest = "%E1%B9%B0".repeat(200);
    let looked = live
        .get(&format!("/v1/accounts?find={longest}"), Access::Advocate)
        .await;
    assert_eq!(looked.status, 200, "{looked:?}");
}

#[tokio::test]
async fn who_is_new_is_added_found_and_answered_and_the_log_has_no_name_of_theirs() {
    let live = Live::start().await;
    live.command(Access::Lead, 1, import()).await;
    live.command(Access::Lead, 2, declare()).await;
    let account = json!({ "kind": "add_account", "account": "wingtip-toys", "name": "Wingtip Toys" });
    let person = json!({ "kind": "add_contact", "account": "wingtip-toys", "name": "Zoe Quill", "phone": "030/1234567",
        "email": "zoe@wingtip.test" });
    let answer = json!({ "kind": "answer_inbound", "account": "wingtip-toys", "contact": "wingtip-toys-1" });
    for (id, asked) in [(3, account), (4, person), (5, answer)] {
        let reply = live.command(Access::Advocate, id, asked).await;
        assert_eq!(reply.status, 200, "{reply:?}");
    }
    let zoe = found(&live, "quill", Access::Advocate).await;
    assert_eq!(zoe["accounts"][0]["contacts"][0]["id"], "wingtip-toys-1");
    let news = live.get("/v1/events?limit=5000", Access::Lead).await.text;
    for secret in ["Zoe", "1234567", "zoe@"] {
        assert!(!news.contains(secret), "{secret} is in the log");
    }
    assert!(news.contains("\"inbound_answered\""));
}

#[tokio::test]
async fn a_phone_two_accounts_have_in_common_links_them_on_both_cards() {
    let live = Live::start().await;
    live.command(Access::Lead, 1, import()).await;
    let person =
        json!({ "kind": "add_contact", "account": "bolt", "name": "Bo", "phone": "0049 30 123 4567" });
    live.command(Access::Advocate, 2, person).await;
    for (account, other) in [("acme", "Bolt"), ("bolt", "Acme")] {
        let card = live
            .get(&format!("/v1/accounts/{account}"), Access::Advocate)
            .await;
        let linked = &card.json()["linked"][0];
        assert_eq!((&linked["name"], &linked["by"]), (&json!(other), &json!("phone")));
    }
    live.command(Access::Lead, 3, declare()).await;
    live.command(Access::Lead, 4, claim("acme")).await;
    let refused = live.command(Access::Advocate, 5, claim("bolt")).await;
    assert_eq!(
        refused.json()["refusal"],
        "phone_in_use",
        "the new number counts at once"
    );
}
