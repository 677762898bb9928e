//! Commands about our own people: duties, the escalation policy, the plan.

use super::{COMMANDS_NOW, ITS_HOLDER, May, Offline, Row, row};

pub(super) const ROWS: &[Row] = &[
    row(
        "take_role",
        May::Participants,
        Offline::Asked,
        &[
            "role_taken",
            "duty_offered",
            "duty_handed_over",
            "debt_settled",
            "claim_ended",
            "account_claimed",
        ],
        "Takes a duty, or gives a free one to someone; one's own is offered",
    )
    .undoable(),
    row(
        "offer_duty",
        May::Participants,
        Offline::Asked,
        &["duty_offered"],
        "Offers one's own duty to someone, with what one has in hand",
    )
    .takes(ITS_HOLDER)
    .undoable(),
    row(
        "accept_duty",
        May::Participants,
        Offline::Asked,
        &[
            "duty_handed_over",
            "debt_settled",
            "claim_ended",
            "account_claimed",
        ],
        "Takes a duty that was offered",
    )
    .undoable(),
    row(
        "decline_duty",
        May::Participants,
        Offline::Asked,
        &["duty_declined"],
        "Says no to an offer, or takes one's own away",
    ),
    row(
        "try_level",
        May::Participants,
        Offline::Kept,
        &["level_tried"],
        "Somebody tried to inform a level of the policy",
    )
    .undoable(),
    row(
        "inform_level",
        May::Participants,
        Offline::Asked,
        &["level_informed"],
        "A level of the policy knows, with proof",
    )
    .undoable(),
    row(
        "skip_level",
        May::Participants,
        Offline::Asked,
        &["level_skipped"],
        "A level is left out, with a reason",
    )
    .undoable(),
    row(
        "call_expert",
        May::Participants,
        Offline::Kept,
        &["expert_called"],
        "An expert the playbook names was called",
    )
    .undoable(),
    row(
        "set_intent",
        May::Participants,
        Offline::Asked,
        &["intent_set"],
        "The commander's intent for the next while",
    )
    .takes(COMMANDS_NOW)
    .undoable(),
    row(
        "give_brief",
        May::Participants,
        Offline::Asked,
        &["brief_given"],
        "Executives were given the brief",
    )
    .undoable(),
];
