"""Pure rules of papers: which form holds on which day, who may have one made."""
