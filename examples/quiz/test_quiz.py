"""
What the quiz promises to tell Sunbird.
"""

from quiz import play


class TestWhatIsTold:
    def test_a_quiz_is_told_from_start_to_end(self, sunbird, telemetry):
        """
        The order is the one in which it happened.
        """
        play(telemetry, "4")

        sunbird.expect_sequence("START", "IMPRESSION", "INTERACT", "ASSESS", "IMPRESSION", "END")

    def test_every_answer_is_assessed(self, sunbird, telemetry):
        """
        A wrong answer is told as well as a right one.
        """
        play(telemetry, "4", "5")

        sunbird.expect("ASSESS", edata={"item": {"id": "question-1"}, "pass": "Yes", "score": 1})
        sunbird.expect("ASSESS", edata={"item": {"id": "question-2"}, "pass": "No", "score": 0})
        sunbird.expect_count(2, "ASSESS")

    def test_nothing_is_wrong_with_any_of_it(self, sunbird, telemetry):
        """
        Not even what the pipeline would let through.
        """
        play(telemetry, "4")

        sunbird.assert_conformant(level="note")
        sunbird.assert_sessions_closed()

    def test_a_quiz_can_be_played_again(self, sunbird, new_telemetry):
        """
        The second session is not taken for the first.
        """
        play(new_telemetry(), "4")
        play(new_telemetry(), "5")

        sunbird.assert_delivered_once()


class TestHowItIsSent:
    def test_an_outage_loses_nothing(self, sunbird, telemetry):
        """
        A batch that was not taken is sent again, and counted once.
        """
        sunbird.faults.next(503, times=2)

        play(telemetry, "4")

        sunbird.assert_retried(after=503)
        sunbird.assert_delivered_once()

    def test_a_lost_answer_counts_nothing_twice(self, sunbird, telemetry):
        """
        A batch that was taken may come again: with the ids that it had.
        """
        sunbird.faults.accept_then_drop()

        with sunbird.allow("duplicate"):
            play(telemetry, "4")

        sunbird.assert_same_mid_on_retry()

    def test_batches_stay_small(self, sunbird, telemetry):
        """
        Nobody waits for the end of a long quiz.
        """
        play(telemetry, *["4"] * 30)

        sunbird.assert_batches(max_events=20, max_bytes=100_000)
