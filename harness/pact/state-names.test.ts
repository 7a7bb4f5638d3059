import { expect, it } from 'vitest'
import { states } from '../../contracts/states/index.ts'
import { stateNames } from './state-names.ts'

it('the states that an editor offers are those that there are', () => {
  expect(stateNames).toEqual(states.map(({ name }) => name))
})
