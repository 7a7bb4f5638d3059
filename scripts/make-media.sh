#!/bin/sh
# Makes fixtures/media from FFmpeg's own test pictures and tones. The results are committed; run this only to change them.
#
#   apt-get install ffmpeg && scripts/make-media.sh
#
# Made with FFmpeg 5.1 of Debian 12. Bit-exact flags and one thread: the same FFmpeg makes the same bytes again; another version may not.
set -eu
cd "$(dirname "$0")/../fixtures/media"
find . -maxdepth 1 -type f ! -name README.md -delete

# A clip is 60 frames at 30000/1001 a second: 2.002 s.
seconds=2.002
rate=30000/1001
picture="-f lavfi -i testsrc=size=320x240:rate=$rate:duration=$seconds"
small="-f lavfi -i testsrc=size=160x120:rate=$rate:duration=$seconds"
bars="-f lavfi -i smptebars=size=128x96:rate=$rate:duration=$seconds"
plain="-f lavfi -i color=color=teal:size=160x120:rate=$rate:duration=$seconds"
tone="-f lavfi -i sine=frequency=440:sample_rate=44100:duration=$seconds"
exact='-fflags +bitexact -flags:v +bitexact -flags:a +bitexact -map_metadata -1 -threads 1'

x264='-c:v libx264 -preset slow -crf 30 -pix_fmt yuv420p -profile:v main -g 30 -x264-params threads=1'
x265='-c:v libx265 -preset slow -crf 32 -tag:v hvc1 -x265-params log-level=none:pools=1:frame-threads=1:info=0'
mpeg2='-c:v mpeg2video -q:v 24 -g 60'
aac='-c:a aac -b:a 48k -ac 2'
vorbis='-c:a libvorbis -q:a 0 -ac 2'
mp3='-c:a libmp3lame -b:a 64k -ac 2'

make() { # make FILE 'ARGUMENTS…': ffmpeg, with the flags that make its output reproducible
  # shellcheck disable=SC2086 # words, not one argument
  ffmpeg -nostdin -hide_banner -loglevel error -y $2 $exact "$1"
}

# What the presets write.
make sample.mp4 "$picture $tone $x264 $aac -movflags +faststart"
make sample.mov "-i sample.mp4 -c copy"
make sample.mkv "-i sample.mp4 -c copy"
make sample-hevc.mp4 "$small $tone $x265 $aac -movflags +faststart"
make sample-prores.mov "$plain $tone -c:v prores_ks -profile:v proxy -vendor apl0 -qscale:v 24 -c:a pcm_mulaw -ar 8000 -ac 1"
make sample.webm "$picture $tone -c:v libvpx -b:v 90k -g 30 $vorbis"
make sample-vp9.webm "$small $tone -c:v libvpx-vp9 -b:v 60k -g 30 -c:a libopus -b:a 32k -ac 2"
make sample.ogg "$picture $tone -c:v libtheora -q:v 3 -g 30 $vorbis"
make sample-vorbis.ogg "$tone $vorbis"
make sample.mp3 "$tone $mp3"
make sample.aac "$tone $aac -f adts"
make sample.m4a "$tone $aac -movflags +faststart"
make sample-mpeg2.ts "$bars $tone $mpeg2 -c:a mp2 -b:a 64k -ac 2 -f mpegts -muxdelay 0"
make sample.mpg "$bars $tone $mpeg2 -c:a mp2 -b:a 64k -ac 2 -f dvd"
make sample.mxf "$bars $mpeg2"
make sample.jpg "-i sample.mp4 -frames:v 1 -q:v 6 -f image2 -update 1"
make sample.png "-i sample.mp4 -frames:v 1 -vf scale=160:120 -f image2 -update 1"

# HTTP Live Streaming: a playlist and its segments, which together are also one transport stream.
make sample.m3u8 "-i sample.mp4 -c copy -f hls -hls_time 1 -hls_playlist_type vod -hls_segment_filename sample-%d.ts"
cat sample-0.ts sample-1.ts >sample.ts
make audio.m3u8 "-i sample.m4a -c copy -f hls -hls_time 3 -hls_playlist_type vod -hls_segment_filename audio-%d.ts"
mv audio-0.ts sample-audio.ts
sed s/audio-0/sample-audio/ audio.m3u8 >sample-audio.m3u8
rm audio.m3u8

# MPEG-DASH, on demand: an indexed file a track and the manifest over both (FFmpeg itself would write one for the live profile).
make live.mpd '-i sample.mp4 -c copy -f dash -global_sidx 1 -single_file 1 -single_file_name sample-$RepresentationID$.mp4 -seg_duration 1'
rm live.mpd
cat >sample.mpd <<'MPD'
<?xml version="1.0" encoding="utf-8"?>
<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011" type="static" mediaPresentationDuration="PT2.002S" minBufferTime="PT1S">
  <Period>
    <AdaptationSet contentType="video" mimeType="video/mp4" subsegmentAlignment="true" subsegmentStartsWithSAP="1">
      <Representation id="0" codecs="avc1.4d400d" bandwidth="41942" width="320" height="240" frameRate="30000/1001">
        <BaseURL>sample-0.mp4</BaseURL>
        <SegmentBase indexRange="794-857"><Initialization range="0-793"/></SegmentBase>
      </Representation>
    </AdaptationSet>
    <AdaptationSet contentType="audio" mimeType="audio/mp4" subsegmentAlignment="true" subsegmentStartsWithSAP="1">
      <Representation id="1" codecs="mp4a.40.2" bandwidth="47177" audioSamplingRate="44100">
        <BaseURL>sample-1.mp4</BaseURL>
        <SegmentBase indexRange="732-807"><Initialization range="0-731"/></SegmentBase>
      </Representation>
    </AdaptationSet>
  </Period>
</MPD>
MPD

# Smooth Streaming: a fragmented file, the client's manifest, the server's manifest; and all three in the preset's .tar.
make sample.ismv "-i sample.mp4 -c copy -f ismv"
make smooth "-i sample.mp4 -c copy -f smoothstreaming -min_frag_duration 1000000"
mv smooth/Manifest sample.ismc
rm -r smooth
cat >sample.ism <<'ISM'
<?xml version="1.0" encoding="utf-8"?>
<smil xmlns="http://www.w3.org/2001/SMIL20/Language">
  <head><meta name="clientManifestRelativePath" content="sample.ismc"/></head>
  <body><switch>
    <video src="sample.ismv" systemBitrate="41942"><param name="trackID" value="1" valuetype="data"/></video>
    <audio src="sample.ismv" systemBitrate="47177"><param name="trackID" value="2" valuetype="data"/></audio>
  </switch></body>
</smil>
ISM
tar --format=ustar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=644 -b 1 -cf sample.tar sample.ism sample.ismc sample.ismv

# Captions.
printf 'WEBVTT\n\n00:00.000 --> 00:02.000\nA test picture and a tone.\n' >sample.vtt
cat >sample.ttml <<'TTML'
<?xml version="1.0" encoding="utf-8"?>
<tt xmlns="http://www.w3.org/ns/ttml" xml:lang="en">
  <body><div><p begin="0s" end="2s">A test picture and a tone.</p></div></body>
</tt>
TTML

# What the documentation's own `command` profiles write.
make sample.flv "-i sample.mp4 -c copy"
make sample.avi "$bars $tone -c:v msmpeg4v3 -tag:v MP43 -q:v 12 -g 30 $mp3"
make sample.wmv "$bars $tone -c:v wmv2 -q:v 12 -g 30 -c:a wmav2 -b:a 64k -ac 2"

# What must fail: an MP4 cut off before its index, and no media at all.
make whole.mp4 "-i sample.mp4 -c copy"
head -c 6000 whole.mp4 >corrupt.mp4
rm whole.mp4
printf 'This is not media.\n' >not-media.txt

ls -l
