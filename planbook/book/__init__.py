"""The book: what people typed, understood and checked. It knows no website, no clock, no Git."""
