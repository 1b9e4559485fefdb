//! Properties of money, codes and membership over many amounts, texts and histories.

mod codes;
mod membership;
mod money;
