//! Large things put in order.

/// The things in this order, by where each stood. They are exchanged where they lie: a second list as long as the call
/// list of thousands would cost more than finding the order did.
pub(super) fn arranged<T>(mut things: Vec<T>, mut order: Vec<usize>) -> Vec<T> {
    for start in 0..things.len() {
        let mut at = start;
        loop {
            let from = std::mem::replace(&mut order[at], at);
            if from == start {
                break;
            }
            things.swap(at, from);
            at = from;
        }
    }
    things
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_thing_is_where_the_order_wants_it(order in (0_usize..40).prop_flat_map(|n| Just((0..n).collect::<Vec<_>>()).prop_shuffle())) {
            let things: Vec<String> = (0..order.len()).map(|at| at.to_string()).collect();
            let wanted: Vec<String> = order.iter().map(|at| things[*at].clone()).collect();
            prop_assert_eq!(arranged(things, order), wanted);
        }
    }
}
