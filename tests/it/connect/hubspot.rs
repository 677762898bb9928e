//! HubSpot: its lists read whole and then by what has changed, and calls that are there once.

use super::crm::{Asked, Reply, Server, call, secret, task, told, vendor};
use super::received;
use serde_json::{Value, json};
use warroom::connect::vendor::Vendor;
use warroom::connect::{Batch, Delivery};

fn hubspot(url: &str, token: &std::path::Path, more: Value) -> Vendor {
    let mut setting = json!({ "kind": "hubspot", "url": url, "token_file": token, "currency": "EUR",
        "accounts": { "tier": "customer_tier", "arr": "arr", "products": "products" },
        "contacts": { "do_not_contact": "do_not_call" },
        "values": { "tier": { "strategic": ["A"] } } });
    setting
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    vendor(setting)
}

fn lists(asked: &Asked) -> Reply {
    let company = |id: &str, name: &str| {
        json!({ "id": id, "properties": { "name": name, "customer_tier": "A", "arr": "1200000", "products": "video;chat",
            "hubspot_owner_id": "9", "hs_lastmodifieddate": "2026-11-21T10:00:00.000Z" } })
    };
    let line = asked.line.as_str();
    let search = asked.body["sorts"][0]["direction"] == "ASCENDING";
    Reply::Json(
        200,
        if line.contains("/owners/") {
            json!({ "results": [{ "id": "9", "email": "omar@example.com", "firstName": "Omar", "lastName": "Berg" }] })
        } else if line.contains("/search") && search {
            json!({ "total": 0, "results": [] })
        } else if line.contains("/search") {
            json!({ "results": [company("7", "Northwind")] })
        } else if line.contains("after=2") {
            json!({ "results": [company("8", "Fabrikam")] })
        } else if line.contains("/companies") {
            json!({ "results": [company("7", "Northwind")],
                "paging": { "next": { "after": "2", "link": "https://evil.example/steal" } } })
        } else {
            json!({ "results": [
                { "id": "70", "properties": { "firstname": "Ann", "lastname": "Lee", "phone": null,
                    "mobilephone": "+49 30 1", "associatedcompanyid": "7", "do_not_call": "true" } },
                { "id": "71", "properties": { "firstname": "Nobody's", "lastname": "Contact" } },
            ] })
        },
    )
}

async fn rounds(vendor: &mut Vendor) -> Vec<Delivery> {
    let mut all = Vec::new();
    loop {
        let round = vendor.read(received()).await.unwrap();
        assert_eq!(round.faults, Vec::<warroom::domain::text::Clean>::new());
        all.extend(round.deliveries);
        if !round.more {
            return all;
        }
    }
}

#[tokio::test]
async fn all_is_listed_once_and_then_a_round_that_finds_nothing_costs_one_question() {
    let server = Server::of(lists);
    let token = secret();
    let mut vendor = hubspot(&server.url, &token, json!({}));
    let deliveries = rounds(&mut vendor).await;
    let [first, second] = deliveries.as_slice() else {
        panic!("{deliveries:?}");
    };
    let (Batch::Accounts(accounts), Batch::Contacts(contacts)) = (&first.batch, &second.batch) else {
        panic!("{deliveries:?}");
    };
    let names: Vec<(&str, &str)> = accounts
        .iter()
        .map(|account| (account.id.as_str(), &*account.name))
        .collect();
    assert_eq!(names, [("crm:7", "Northwind"), ("crm:8", "Fabrikam")]);
    let northwind = &accounts[0];
    assert_eq!(northwind.tier.as_str(), "strategic");
    assert_eq!(northwind.owner.as_ref().unwrap().as_str(), "Omar Berg");
    assert_eq!(
        (northwind.products.len(), northwind.currency.as_deref()),
        (2, Some("EUR"))
    );
    let [ann] = contacts.as_slice() else {
        panic!("{contacts:?}");
    };
    assert_eq!(
        (ann.id.as_str(), ann.account.as_str(), &*ann.name),
        ("crm:70", "crm:7", "Ann Lee")
    );
    assert_eq!(ann.phone.as_deref(), Some("+49 30 1"));
    assert!(ann.do_not_contact.is_some());
    for _ in 0..4 {
        let before = server.asked().len();
        assert_eq!(rounds(&mut vendor).await, []);
        assert_eq!(server.asked().len(), before + 1);
    }
    let last = server.asked().pop().unwrap();
    assert!(
        last.line.starts_with("POST /crm/objects/2026-09/"),
        "{}",
        last.line
    );
    assert!(
        last.head.to_lowercase().contains("authorization: bearer whsec_"),
        "{}",
        last.head
    );
}

#[tokio::test]
async fn a_call_and_a_promise_are_put_with_their_company_in_one_question() {
    let server = Server::of(|asked| match asked.line.contains("/owners/") {
        true => Reply::Json(
            200,
            json!({ "results": [{ "id": "9", "email": "omar@example.com" }] }),
        ),
        false => Reply::Json(201, json!({ "id": "31", "properties": {} })),
    });
    let token = secret();
    let mut vendor = hubspot(&server.url, &token, json!({}));
    assert_eq!(told(&vendor.deliver(&call(), received()).await), "delivered 31");
    assert_eq!(told(&vendor.deliver(&task(), received()).await), "delivered 31");
    let asked = server.asked();
    assert_eq!(asked.len(), 3, "{:?}", server.lines());
    let (call, task) = (&asked[1], &asked[2]);
    assert_eq!(call.line, "POST /crm/objects/2026-09/calls");
    let properties = &call.body["properties"];
    assert_eq!(properties["hs_timestamp"], "1795305780000");
    assert_eq!(properties["hubspot_owner_id"], "9");
    assert_eq!(properties["hs_call_title"], "Video calls drop: reached");
    let text = properties["hs_call_body"].as_str().unwrap();
    assert!(
        text.contains("they &lt;b&gt;wait&lt;/b&gt; &amp; watch"),
        "{text}"
    );
    let with: Vec<(&str, u64)> = call.body["associations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|with| {
            (
                with["to"]["id"].as_str().unwrap(),
                with["types"][0]["associationTypeId"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(with, [("7", 182), ("70", 194)]);
    assert_eq!(task.line, "POST /crm/objects/2026-09/tasks");
    assert_eq!(task.body["properties"]["hs_task_subject"], "send them the report");
}

#[tokio::test]
async fn what_their_own_rules_refuse_waits_with_their_sentence() {
    let refusal = json!({ "status": "error", "category": "VALIDATION_ERROR", "correlationId": "c",
        "message": "Property \"call_reason\" is required" });
    let server = Server::of(move |asked| match asked.line.contains("/owners/") {
        true => Reply::Json(200, json!({ "results": [] })),
        false => Reply::Json(400, refusal.clone()),
    });
    let token = secret();
    let mut vendor = hubspot(&server.url, &token, json!({}));
    let end = told(&vendor.deliver(&call(), received()).await);
    assert!(
        end.starts_with("refused ") && end.contains("call_reason"),
        "{end}"
    );
}

#[tokio::test]
async fn with_a_unique_property_it_is_put_under_its_mark_and_then_with_company_and_contact() {
    let server = Server::of(|asked| match asked.line.contains("/owners/") {
        true => Reply::Json(200, json!({ "results": [] })),
        false => Reply::Json(200, json!({ "status": "COMPLETE", "results": [{ "id": "31" }] })),
    });
    let token = secret();
    let mut vendor = hubspot(&server.url, &token, json!({ "unique": "warroom_id" }));
    assert_eq!(told(&vendor.deliver(&call(), received()).await), "delivered 31");
    let lines = server.lines();
    assert_eq!(
        lines[1..],
        [
            "POST /crm/objects/2026-09/calls/batch/upsert",
            "PUT /crm/objects/2026-09/calls/31/associations/default/companies/7",
            "PUT /crm/objects/2026-09/calls/31/associations/default/contacts/70",
        ]
    );
    let input = &server.asked()[1].body["inputs"][0];
    assert_eq!(input["idProperty"], "warroom_id");
    assert_eq!(input["id"], input["properties"]["warroom_id"]);
}
