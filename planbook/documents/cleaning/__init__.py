"""An original without what it says of people, for the public to take."""
