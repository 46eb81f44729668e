"""Two groups of customers in the data: what a metric says of each customer, and what a planned test of it says."""
