// What a profile can say (§3.4, §3.7), and of which type each of it is in Flip 3.1's answers. Facts of the SDKs' models, by type.

export type FieldKind = 'integer' | 'number' | 'boolean' | 'text' | 'flag' | 'any' | readonly string[]

const of = <K extends FieldKind>(kind: K, names: string) =>
  names
    .trim()
    .split(/\s+/)
    .map((name): [string, FieldKind] => [name, kind])

const mixLevels = 'c0 c1 c2 c3 c4 c5 c6 c7'.split(' ')
const drcProfiles = 'p0 p1 p2 p3 p4 p5'.split(' ')

/** The words that a field takes. Where the SDKs disagree about the spelling ("5.0" and "5"), both are taken. */
const words: Readonly<Record<string, readonly string[]>> = {
  advanced_fps_conversion: ['telestream', 'tachyon'],
  audio_channels_layout:
    '1 1.0 2 2.0 2.1 3 3.0 3.0(back) 3.1 4 4.0 4.1 quad 5 5.0 5.0(side) 5.1(side) 6 6.0 6.1 7 7.0 7.1 mono stereo'.split(
      ' ',
    ),
  audio_format: ['pcm_s24le', 'pcm_s16le'],
  avcintra_class: ['50', '100'],
  closed_captions: ['add', 'burn'],
  codec_preset: 'ultrafast superfast veryfast faster fast medium slow slower veryslow placebo'.split(' '),
  dnxhd_type: '36 45 60 75 90 90x 110 115 120 145 175x 175 185x 185 220x 220'.split(' '),
  h264_level: '1.0 1b 1.1 1.2 1.3 2.0 2.1 2.2 3.0 3.1 3.2 4.0 4.1 4.2 5.0 5.1'.split(' '),
  h264_profile: ['baseline', 'main', 'high', 'high10', 'high422', 'high444'],
  h264_tune: ['film', 'animation', 'grain', 'psnr', 'ssim', 'fastdecode', 'zerolatency'],
  playlist_type: ['iframe', 'iframe-only'],
  telestream_block_size: ['16x16', '24x24', '32x32'],
  tachyon_motion_amount: ['xlow', 'low', 'medium', 'high', 'xhigh', 'auto'],
  tachyon_fallback_size: ['small', 'medium', 'large', 'xlarge', 'auto'],
  tachyon_mblock_size: ['mb16', 'mb32', 'mb64', 'mb128', 'mb256', 'auto'],
  eac3_bitstream_mode: 'm0 m1 m2 m3 m4 m5 m6 m7'.split(' '),
  eac3_analog_to_digital_converter_type: ['standard', 'hdcd'],
  eac3_stereo_downmix_preference: ['m0', 'm1', 'm2', 'm3'],
  eac3_lt_rt_center_mix_level: mixLevels,
  eac3_lt_rt_surround_mix_level: mixLevels.slice(3),
  eac3_lo_ro_center_mix_level: mixLevels,
  eac3_lo_ro_surround_mix_level: mixLevels.slice(3),
  eac3_surround_ex_mode: ['m0', 'm1', 'm2'],
  eac3_drc_line_mode_profile: drcProfiles,
  eac3_drc_rf_mode_profile: drcProfiles,
  eac3_room_type: ['m0', 'm1', 'm2'],
}

/** By name. What is not in here is kept and answered as it came. */
export const profileFields: ReadonlyMap<string, FieldKind> = new Map([
  ...of(
    'integer',
    `width height video_bitrate max_rate buffer_size keyframe_interval frame_count segment_time priority h264_crf
     audio_bitrate audio_channels audio_channels_per_track audio_sample_rate audio_stream_id audio_streams
     telestream_search_length_scaler eac3_dialog_normalization eac3_mixing_level`,
  ),
  ...of(
    'number',
    'fps crop_input_width telestream_blur_scaler telestream_cost_scaler tachyon_cut_detection_sensitivity',
  ),
  ...of(
    'boolean',
    `upscale two_pass cbr motion_compensate_fps byte_range_requests color_metadata encryption mute_audio_tracks use_editlist
     seek_decoded tar watermark_bumpers watermark_trailers telestream_subpel_mode tachyon_allow_remove_pulldown
     tachyon_enable_post_pulldown_filter tachyon_media_hint_is_cartoon tachyon_media_hint_has_chroma_noise
     tachyon_more_sensitive_remove_pulldown tachyon_allow_add_standard_pd tachyon_allow_add_2_2pd tachyon_allow_add_4_4pd
     tachyon_allow_add_4_6pd tachyon_allow_add_euro_pd tachyon_allow_add_adaptive_pd eac3_evolution_enable
     eac3_ninety_degree_phase_shift eac3_three_decibel_attenuation eac3_enable_lfe_low_pass_filter
     eac3_copyright_protected eac3_original_bitstream`,
  ),
  ...of(
    'text',
    `aspect_mode aspect_ratio audio_codec audio_map audio_pid audio_profile buffer_size_in_packets pixel_format clip_end
     clip_length clip_offset crop_input_bottom crop_input_height crop_input_left crop_input_right crop_input_top dash_profile
     deinterlace_frames description dynamic_recipe frame_interval frame_offsets imx_type interlace keyframe_rate lang outputs_path_format
     pmt_pid preset_version prores_format segment_delimiter size stack starting_timecode sws_flags time_code transport_rate ts_pids vantage_group_id variants video_pid
     watermark_bottom watermark_height watermark_left watermark_right watermark_top watermark_url watermark_width
     x264_options x265_options xdcam_format`,
  ),
  // true and false in V2 and V3.0, words in Flip 3.1.
  ...of('flag', 'deinterlace merge_audio_streams'),
  ...of('any', 'bumpers trailers inputs outputs workorder_criteria'),
  ...Object.entries(words),
])
