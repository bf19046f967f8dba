/** A rule does not fit the fields it speaks of; the message is for people. */
export class Unfit extends Error {}
