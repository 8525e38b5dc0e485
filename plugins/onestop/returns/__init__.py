"""The result on its way to the citizen: fetched by somebody else, or sent by post."""
