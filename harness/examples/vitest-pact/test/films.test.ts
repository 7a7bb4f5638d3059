import { expect, it } from 'vitest'
import { aVideo, telestream } from 'stuntdouble/pact'
import { Films } from '../src/films.ts'

it('says that a film can be watched', async () => {
  const cloud = telestream({ consumer: 'films' }).given('a video exists')
  await cloud
    .get('/videos/{videoId}.json')
    .willRespondWith(200, aVideo())
    .test(async ({ url, values }) => {
      const films = new Films({ url, accessKey: 'a', secretKey: 's', factoryId: values.factoryId })
      expect(await films.canBeWatched(values.videoId)).toBe(true)
    })
})
