//! Large things put in order.

/// The things in this order, by where each stood. Each is moved once, whatever it took to find the order.
pub(super) fn arranged<T>(things: Vec<T>, order: Vec<usize>) -> Vec<T> {
    let mut arranged = Vec::with_capacity(things.len());
    let mut things: Vec<Option<T>> = things.into_iter().map(Some).collect();
    arranged.extend(order.into_iter().filter_map(|at| things[at].take()));
    arranged
}
