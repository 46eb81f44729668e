"""What makes an alert of what was measured: budgets, rules, company, calm."""
