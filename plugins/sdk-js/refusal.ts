// A refusal: the plugin cannot answer, says why in its own words, and a human decides.

export class Refusal extends Error {}
