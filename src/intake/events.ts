// The intake room: `import` and `release` as use cases (files into debtors, invoices, credits, payments; quarantine).
