// Set up before each file of tests: properties draw the same cases each time, so that a change is judged by what it changed.
// FC_SEED=random looks for new cases, FC_SEED=1724685824 draws those of that run again.
import fc from 'fast-check'

const { FC_SEED: seed = '1' } = process.env
if (seed !== 'random') fc.configureGlobal({ seed: wholeNumber(seed) })

function wholeNumber(text: string): number {
  if (!/^-?\d{1,10}$/.test(text)) throw new Error(`FC_SEED is a whole number or "random", not "${text}"`)
  return Number(text)
}
