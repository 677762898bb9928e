//! Pictures made of cells: numbers in, cells out; what they show is said in words beside them as well.

pub mod coverage;
pub mod labels;
pub mod parts;
pub mod spark;
