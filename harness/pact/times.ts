// The dialects in which the vendors write an instant.
import { integer, matching, type Matcher } from './matchers.ts'

/** Telestream's signed API and Flip: `2016/10/03 12:00:00 +0000`. */
export const telestreamTime = (example = '2016/10/03 12:00:00 +0000'): Matcher<string> =>
  matching('^\\d{4}/\\d{2}/\\d{2} \\d{2}:\\d{2}:\\d{2} \\+0000$', example)

/** Telestream's Stores and hosted workflows, Stream's webhooks and its legacy API: RFC 3339 in UTC, up to nanoseconds. */
export const rfc3339 = (example = '2019-02-11T15:18:54Z'): Matcher<string> =>
  matching('^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?Z$', example)

/** Stream's current API: whole nanoseconds since 1970. The example is a whole ms, which a double keeps. */
export const nanoseconds = (example = 1_756_895_664_000_000_000): Matcher<number> => integer(example)

/** DuraCloud's headers: `2026-01-31T10:20:30`, without a zone. */
export const duracloudTime = (example = '2026-01-31T10:20:30'): Matcher<string> =>
  matching('^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$', example)

/** DuraCloud's task results: whole ms since 1970. */
export const epochMs = (example = 1_769_854_830_000): Matcher<number> => integer(example)
