/** Before base64, which adds a third: most servers stop at 10 MB, and the text has to pass too. */
export const MAX_ATTACHMENT_BYTES = 7_000_000;
export const MAX_ATTACHMENTS = 10;
