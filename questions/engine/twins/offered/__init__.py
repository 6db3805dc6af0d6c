"""Choice questions whose options carry them (`다음 중 …인 것은?`): what is asked, who decides it, other options."""
