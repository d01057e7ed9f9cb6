//! equity
